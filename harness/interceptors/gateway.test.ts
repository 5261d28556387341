import http from "node:http";
import net from "node:net";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type GatewayInterception, openGateway } from "./gateway.ts";
import { whole } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

const scope = { trial: "exp/task/0/1/treatment", performance: "exp/task/0/1/treatment~task" };
const dependency = { name: "dep", url: "http://dependency.example/v1", env: "DEP_URL" };

let gate: GatewayInterception;
const open = async (...answer: Parameters<typeof scriptedRouter>) => {
  const router = scriptedRouter(...answer);
  gate = await openGateway(router);
  return { router, base: gate.environment({ trial: scope.trial }, [dependency]).DEP_URL ?? "" };
};
/** Bytes out, bytes back, until the server closes. */
const raw = (bytes: string | Buffer): Promise<{ text: string; error?: string }> =>
  new Promise((resolve) => {
    let text = "";
    const socket = net.connect(Number(new URL(gate.origin).port), "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (part) => {
      text += part.toString();
    });
    let failed: string | undefined;
    socket.on("error", (error: NodeJS.ErrnoException) => {
      failed = error.code;
    });
    socket.on("close", () => resolve({ text, ...(failed ? { error: failed } : {}) }));
  });
afterEach(() => gate?.[Symbol.asyncDispose]());

describe("addresses and attribution", () => {
  it("hands out base addresses, and turns them back into the dependency's own", async () => {
    const { router } = await open(() => whole(200, {}));
    const environment = gate.environment(scope, [dependency, { name: "quiet", url: "http://q.example" }]);
    expect(Object.keys(environment)).toEqual(["DEP_URL"]);
    expect(environment.DEP_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/t\//);
    await fetch(`${environment.DEP_URL}/chat/completions?api-version=1`, {
      method: "POST",
      body: "hi",
      headers: { "x-own": "1", authorization: "Bearer x" },
    });
    expect(router.asked[0]).toMatchObject({
      scope,
      request: {
        method: "POST",
        url: "http://dependency.example/v1/chat/completions?api-version=1",
        body: Buffer.from("hi"),
      },
    });
    const { headers } = router.asked[0]?.request ?? {};
    expect(headers).toMatchObject({ "x-own": "1", authorization: "Bearer x" });
    for (const name of ["host", "connection", "content-length", "x-brownout-scope"])
      expect(headers).not.toHaveProperty(name);
  });

  it("tells performances apart by our header, by baggage, and by the context of in-process callers", async () => {
    const { base } = await open((_request, asked) => whole(200, asked));
    const ask = async (headers: Record<string, string> = {}) => (await fetch(base, { headers })).json();
    const trial = encodeURIComponent(scope.trial);
    const performance = encodeURIComponent(scope.performance);
    expect(await ask()).toEqual({ trial: scope.trial });
    expect(await ask({ "x-brownout-scope": `${trial};p=${performance}` })).toEqual(scope);
    expect(await ask({ "x-brownout-scope": `other;p=${performance}` })).toEqual({ trial: scope.trial });
    expect(await ask({ baggage: `a=b,brownout.trial=${trial},brownout.performance=${performance}` })).toEqual(scope);
    expect(await ask({ baggage: `brownout.trial=other,brownout.performance=${performance}` })).toEqual({
      trial: scope.trial,
    });

    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const viaHttp = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        http
          .get(base, { agent }, (response) => response.on("data", (part) => resolve(JSON.parse(part))))
          .on("error", reject);
      });
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => {
        const mine = { trial: scope.trial, performance: `p${index}` };
        return gate.run(mine, async () => {
          expect(await ask()).toEqual(mine);
          expect(await viaHttp()).toEqual(mine);
        });
      }),
    );
    agent.destroy();
  });

  it("does not tag requests that go elsewhere", async () => {
    await open();
    const other = http.createServer((request, response) => response.end(JSON.stringify(request.headers)));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address() as net.AddressInfo;
    const headers = await gate.run(scope, async () => (await fetch(`http://127.0.0.1:${address.port}`)).json());
    expect(headers).not.toHaveProperty("x-brownout-scope");
    other.close();
  });

  it("explains an address that it does not know", async () => {
    const { base } = await open();
    const unknown = await fetch(base.replace(/dep$/, "orders"));
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      error: {
        message: expect.stringMatching(
          /no running trial.*"orders".*\/t\/<trial>\/<dependency>\/.*Known dependencies: dep/i,
        ),
      },
    });
    expect(JSON.stringify(await (await fetch(`${gate.origin}/v1/chat`)).json())).toMatch(
      /is no address of the gateway/,
    );
  });

  it("names the port that it cannot have", async () => {
    await open();
    const port = Number(new URL(gate.origin).port);
    await expect(openGateway(scriptedRouter(), { port })).rejects.toMatchObject({
      name: "TargetFailure",
      message: expect.stringMatching(new RegExp(`127\\.0\\.0\\.1:${port}.*another process.*Choose another port`)),
    });
  });
});

describe("official clients", () => {
  it("retry a 429 and then read the answer", async () => {
    let attempts = 0;
    const { base, router } = await open(() => {
      attempts += 1;
      return attempts === 1
        ? whole(429, { error: {} }, { "retry-after-ms": "1" })
        : whole(200, { choices: [{ index: 0, message: { content: "hi" } }] });
    });
    const client = new OpenAI({ apiKey: "x", baseURL: base, maxRetries: 1 });
    const answer = await client.chat.completions.create({ model: "m", messages: [{ role: "user", content: "hello" }] });
    expect(answer.choices[0]?.message.content).toBe("hi");
    expect(router.asked.map(({ request }) => request.url)).toEqual(
      Array(2).fill("http://dependency.example/v1/chat/completions"),
    );
  });

  it.each(["refused", "reset", "dns"] as const)("see %s as a connection error on each attempt", async (code) => {
    const { base, router } = await open(() => ({ kind: "disconnect", code }));
    const client = new Anthropic({ apiKey: "x", baseURL: base, maxRetries: 1 });
    const asking = client.messages.create({
      model: "m",
      max_tokens: 9,
      messages: [{ role: "user", content: "hello" }],
    });
    await expect(asking).rejects.toBeInstanceOf(Anthropic.APIConnectionError);
    expect(router.asked).toHaveLength(2);
  });
});

describe("HTTP details", () => {
  it("answers Expect: 100-continue, HTTP/1.0, and pipelined requests in order", async () => {
    await open(({ body, url }) => whole(200, { url: url.at(-1), got: Buffer.from(body).toString() }));
    const path = "/t/trial/dep";
    const expecting = await raw(
      `POST ${path}/a HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi`,
    );
    expect(expecting.text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*"got":"hi"/);
    expect((await raw(`GET ${path}/b HTTP/1.0\r\n\r\n`)).text).toMatch(/200 OK[\s\S]*"url":"b"/);
    const one = (name: string, last = "") => `GET ${path}/${name} HTTP/1.1\r\nhost: x\r\n${last}\r\n`;
    const { text } = await raw(one("c") + one("d") + one("e", "connection: close\r\n"));
    expect([...text.matchAll(/"url":"(.)"/g)].map(([, letter]) => letter)).toEqual(["c", "d", "e"]);
  });

  it("takes a large body whole and chunked", async () => {
    const { base } = await open(({ body }) => whole(200, { size: body.length }));
    const bytes = Buffer.alloc(20 * 1024 * 1024, "x");
    expect(await (await fetch(base, { method: "POST", body: bytes })).json()).toEqual({ size: bytes.length });
    const body = new Blob([bytes]).stream();
    expect(await (await fetch(base, { method: "POST", body, duplex: "half" } as RequestInit)).json()).toEqual({
      size: bytes.length,
    });
  });

  it("serves many keep-alive connections at once", async () => {
    const { base, router } = await open(({ url }) => whole(200, { n: url.split("=")[1] }));
    const answers = await Promise.all(
      Array.from({ length: 300 }, async (_, n) => ((await (await fetch(`${base}?n=${n}`)).json()) as { n: string }).n),
    );
    expect(answers).toEqual(Array.from({ length: 300 }, (_, n) => String(n)));
    expect(router.asked).toHaveLength(300);
  });

  it("lets through what the router lets through, and refuses what it blocks", async () => {
    const upstream = http.createServer((request, response) => {
      response.writeHead(201, { "x-from": "upstream" }).end(`${request.method} ${request.url}`);
    });
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
    const { port } = upstream.address() as net.AddressInfo;
    const router = scriptedRouter(({ url }) =>
      url.endsWith("no") ? { kind: "blocked", message: "not allowed" } : { kind: "pass" },
    );
    gate = await openGateway({ ...router, resolve: (_scope, _name, rest) => `http://127.0.0.1:${port}${rest}` });
    const passed = await fetch(`${gate.origin}/t/trial/dep/yes`, { method: "PUT", body: "x" });
    expect([passed.status, passed.headers.get("x-from"), await passed.text()]).toEqual([201, "upstream", "PUT /yes"]);
    const blocked = await fetch(`${gate.origin}/t/trial/dep/no`);
    expect([blocked.status, await blocked.text()]).toEqual([502, expect.stringContaining("not allowed")]);
    upstream.close();
  });

  it("breaks the connection, and lives on, when the router itself fails", async () => {
    const { base } = await open(({ url }) => {
      if (url.endsWith("bad")) throw new Error("harness bug");
      return whole(200, {});
    });
    await expect(fetch(`${base}/bad`)).rejects.toThrow("fetch failed");
    expect((await fetch(base)).status).toBe(200);
  });

  it("breaks hanging calls and frees its port when it is disposed", async () => {
    const { base, router } = await open(() => ({ kind: "disconnect", code: "hang" }));
    const calling = fetch(base).catch((error: unknown) => error);
    await vi.waitFor(() => expect(router.asked).toHaveLength(1));
    const port = Number(new URL(gate.origin).port);
    await gate[Symbol.asyncDispose]();
    expect(await calling).toBeInstanceOf(TypeError);
    expect(router.asked[0]?.signal.aborted).toBe(true);
    gate = await openGateway(scriptedRouter(), { port });
    expect(new URL(gate.origin).port).toBe(String(port));
  });
});
