import http, { get } from "node:http";
import http2 from "node:http2";
import type { AddressInfo } from "node:net";
import net from "node:net";
import { describe, expect, it, vi } from "vitest";
import type { Piece } from "../domain/wire.ts";
import { inProcess } from "./in-process.ts";
import { frame, streamed, whole } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

const early = globalThis.fetch;
const getText = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
const serverAt = async (server: net.Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe("who called", () => {
  it("keeps concurrent scopes apart, on pooled sockets too", async () => {
    const router = scriptedRouter((_request, scope) => whole(200, scope ?? "nobody"));
    await using open = await inProcess().open(router);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
    const pooled = (url: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        http
          .get(url, { agent }, (response) => {
            let text = "";
            response.on("data", (part: Buffer) => {
              text += part.toString();
            });
            response.on("end", () => resolve(JSON.parse(text)));
          })
          .on("error", reject);
      });
    const inScope = (index: number) => {
      const scope = { trial: `e/t;ü/${index}`, performance: `e/t/${index}~task` };
      return open.run(scope, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        const answers = [
          await (await fetch("https://dep.example/a")).json(),
          await (await early("https://dep.example/b")).json(),
          await pooled("http://dep.example/e"),
        ];
        expect(answers).toEqual(answers.map(() => scope));
      });
    };
    await Promise.all(Array.from({ length: 12 }, (_, index) => inScope(index)));
    expect(await (await early("https://dep.example/b")).json()).toBe("nobody");
    expect(await (await fetch("https://dep.example/b")).json()).toBe("nobody");
    expect(
      router.asked.flatMap(({ request }) =>
        Object.keys(request.headers).filter((name) => name.startsWith("x-brownout")),
      ),
    ).toEqual([]);
    agent.destroy();
  });
});

describe("letting go", () => {
  const hanging = () => scriptedRouter(() => ({ kind: "disconnect", code: "hang" }));

  it("gives the caller its own reason, and tells the router, when a call is aborted", async () => {
    const router = hanging();
    await using _ = await inProcess().open(router);
    for (const call of [fetch, early]) {
      const stop = new AbortController();
      const calling = call("https://dep.example/", { signal: stop.signal });
      await vi.waitFor(() => expect(router.asked.at(-1)?.signal.aborted).toBe(false));
      stop.abort(new Error("enough"));
      await expect(calling).rejects.toThrow("enough");
      await vi.waitFor(() => expect(router.asked.at(-1)?.signal.aborted).toBe(true));
    }
    expect(router.asked).toHaveLength(2);
  });

  it("asks nothing for a call that was aborted before", async () => {
    const router = hanging();
    await using _ = await inProcess().open(router);
    await expect(fetch("https://dep.example/", { signal: AbortSignal.abort("no") })).rejects.toBe("no");
    expect(router.asked).toEqual([]);
  });

  it("tells the router when a body is cancelled, and ends its source", async () => {
    const ended = Promise.withResolvers<void>();
    const router = scriptedRouter((_request, _scope, signal) =>
      streamed(
        (async function* (): AsyncIterable<Piece> {
          try {
            yield frame("one");
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
          } finally {
            ended.resolve();
          }
        })(),
      ),
    );
    await using _ = await inProcess().open(router);
    const response = await fetch("https://dep.example/");
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("one");
    await reader?.cancel();
    await ended.promise;
    expect(router.asked[0]?.signal.aborted).toBe(true);
  });

  it("has delivered a body that is ready before a client can hang up on its headers", async () => {
    let read = false;
    const router = scriptedRouter(() =>
      streamed(
        (async function* (): AsyncIterable<Piece> {
          yield frame("one");
          yield frame("two", "close");
          read = true;
        })(),
      ),
    );
    await using _ = await inProcess().open(router);
    const response = await fetch("https://dep.example/");
    await response.body?.cancel();
    expect(read).toBe(true);
    expect(router.asked[0]?.signal.aborted).toBe(false);
  });

  it("fails what is in flight when it is disposed, and restores what was there", async () => {
    const router = hanging();
    const original = globalThis.fetch;
    const open = await inProcess().open(router);
    expect(globalThis.fetch).not.toBe(original);
    const inside = globalThis.fetch;
    const calls = [fetch("https://dep.example/"), early("https://dep.example/"), getText("http://dep.example/")];
    const settled = Promise.allSettled(calls);
    await vi.waitFor(() => expect(router.asked).toHaveLength(3));
    await open[Symbol.asyncDispose]();
    expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(globalThis.fetch).toBe(original);

    const server = http.createServer((request, response) => response.end(JSON.stringify(request.headers)));
    const url = await serverAt(server);
    for (const call of [inside, original])
      expect(await (await call(url)).json()).not.toHaveProperty("x-brownout-scope");
    expect(router.asked).toHaveLength(3);
    server.close();
  });

  it("can be opened once at a time, and again afterwards", async () => {
    const first = await inProcess().open(hanging());
    await expect(inProcess().open(hanging())).rejects.toThrow(/open already in this process.*Dispose/);
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    await (await inProcess().open(hanging()))[Symbol.asyncDispose]();
  });
});

describe("what is not ours", () => {
  it("reaches a loopback server unchanged, over HTTP/1.1, HTTP/2 and no HTTP at all", async () => {
    const router = scriptedRouter();
    await using open = await inProcess().open(router);
    const web = http.createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => {
        body += part.toString();
      });
      request.on("end", () => response.end(JSON.stringify({ body, tagged: "x-brownout-scope" in request.headers })));
    });
    const url = await serverAt(web);
    await open.run({ trial: "t" }, async () => {
      for (const call of [fetch, early]) {
        const response = await call(url, { method: "POST", body: "hello" });
        expect(await response.json()).toEqual({ body: "hello", tagged: false });
      }
    });
    expect(router.asked).toHaveLength(2);

    const h2 = http2.createServer((_request, response) => response.end("two"));
    const session = http2.connect(await serverAt(h2));
    const text = await new Promise((resolve, reject) => {
      session.on("error", reject);
      session.request({ ":path": "/" }).setEncoding("utf8").on("data", resolve).on("error", reject);
    });
    expect(text).toBe("two");
    session.close();

    const echo = net.createServer((socket) => socket.pipe(socket));
    const { port } = new URL(await serverAt(echo));
    const socket = net.connect(Number(port), "127.0.0.1");
    socket.write("SELECT 1");
    expect(String(await new Promise((resolve) => socket.once("data", resolve)))).toBe("SELECT 1");
    socket.destroy();
    for (const server of [web, h2, echo]) server.close();
  });

  it("blocks a connection that is not HTTP to a host that nobody declared", async () => {
    await using _ = await inProcess().open(scriptedRouter(() => ({ kind: "blocked", message: "undeclared" })));
    const socket = net.connect(5432, "db.example");
    socket.write("\u0000\u0000\u0000\u0008SSLR");
    const error = await new Promise<Error>((resolve) => socket.on("error", resolve));
    expect(error.message).toMatch(/db\.example:5432.*allowHosts/);
  });
});
