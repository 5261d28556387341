import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inProcess } from "./in-process.ts";
import { whole } from "./testing/replies.ts";
import { type Asked, scriptedRouter } from "./testing/scripted-router.ts";

const early = globalThis.fetch;

describe("fetch semantics", () => {
  const echo = ({ request }: Asked) => ({
    method: request.method,
    url: request.url,
    type: request.headers["content-type"],
    body: Buffer.from(request.body).toString(),
  });

  it("reads every kind of body as the captured fetch sends it", async () => {
    const router = scriptedRouter(() => whole(200, {}));
    await using _ = await inProcess().open(router);
    const url = "https://dep.example/path?q=1#part";
    const calls: (readonly [string | URL | Request, RequestInit?])[] = [
      [url],
      [new URL(url), { method: "post", body: "text" }],
      [url, { method: "PUT", body: new URLSearchParams({ a: "b c" }) }],
      [url, { method: "PATCH", body: new Uint8Array([104, 105]), headers: [["Content-Type", "x/y"]] }],
      [url, { method: "POST", body: new Blob(["blob"], { type: "text/x" }) }],
      [url, { method: "POST", body: new Response("stream").body, duplex: "half" } as RequestInit],
      [new Request(url, { method: "DELETE", body: "from a request" })],
    ];
    for (const call of [fetch, early]) {
      for (const [input, init] of calls) {
        // A stream can be sent once only.
        const once = init?.body instanceof ReadableStream ? { ...init, body: new Response("stream").body } : init;
        await call(input instanceof Request ? input.clone() : input, once);
      }
    }
    const seen = router.asked.map(echo);
    expect(seen.slice(0, calls.length)).toEqual(seen.slice(calls.length));
    expect(seen[1]).toEqual({
      method: "POST",
      url: "https://dep.example/path?q=1",
      type: "text/plain;charset=UTF-8",
      body: "text",
    });
    const headers = router.asked.map(({ request }) => request.headers);
    expect(headers.slice(0, calls.length)).toEqual(headers.slice(calls.length));
  });

  it("refuses what fetch refuses", async () => {
    const router = scriptedRouter(() => whole(200, {}));
    await using _ = await inProcess().open(router);
    for (const [input, init] of [
      ["nowhere"],
      ["https://u:p@dep.example/"],
      ["https://dep.example/", { body: "x" }],
      ["https://dep.example/", { headers: { a: "b\nc" } }],
      ["https://dep.example/", { method: "bad method" }],
    ] as [string, RequestInit?][]) {
      const [ours, theirs] = await Promise.all(
        [fetch, early].map((call) => call(input, init).catch((error: unknown) => error)),
      );
      expect(ours).toBeInstanceOf(TypeError);
      expect(String(ours)).toBe(String(theirs));
    }
    expect(router.asked).toEqual([]);
    expect(await (await fetch("data:text/plain,here")).text()).toBe("here");
  });

  it("follows redirects as the captured fetch does", async () => {
    const router = scriptedRouter(({ url }) =>
      url.endsWith("/from")
        ? { kind: "reply", wire: { status: 302, headers: { location: "https://other.example/to" }, body: [] } }
        : whole(200, { done: true }),
    );
    await using _ = await inProcess().open(router);
    const init = { method: "POST", body: "x", headers: { authorization: "secret" } };
    for (const call of [fetch, early]) {
      const response = await call("https://dep.example/from", init);
      expect([response.url, response.redirected, response.type, await response.json()]).toEqual([
        "https://other.example/to",
        true,
        "cors",
        { done: true },
      ]);
      expect((await call("https://dep.example/from", { ...init, redirect: "manual" })).status).toBe(302);
      await expect(call("https://dep.example/from", { ...init, redirect: "error" })).rejects.toThrow("fetch failed");
    }
    const requests = router.asked.map(({ request }) => request);
    expect(requests.slice(0, 4)).toEqual(requests.slice(4));
    expect(requests[1]).toMatchObject({ method: "GET" });
    expect(requests[1]?.headers).not.toHaveProperty("authorization");
  });

  it("undoes content encoding, and copies of a response know where they are from", async () => {
    const bytes = gzipSync("packed");
    const router = scriptedRouter(() => ({
      kind: "reply",
      wire: {
        status: 200,
        headers: { "content-encoding": "gzip", "content-length": String(bytes.length) },
        body: [{ bytes, mark: "whole" }],
      },
    }));
    await using _ = await inProcess().open(router);
    for (const call of [fetch, early]) {
      const response = await call("https://dep.example/x");
      const copy = response.clone();
      expect([copy.url, await copy.text(), await response.text()]).toEqual([
        "https://dep.example/x",
        "packed",
        "packed",
      ]);
    }
  });
});
