import http2, { connect } from "node:http2";
import net from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Interception, RouteResult, Scope } from "../domain/ports.ts";
import type { Ending, Piece, WireRequest } from "../domain/wire.ts";
import { type GatewayInterception, openGateway } from "./gateway.ts";
import { inProcess } from "./in-process.ts";
import { observeHttp2 } from "./testing/observe-http2.ts";
import { frame, streamed, whole } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

type Answer = (request: WireRequest, scope?: Scope) => RouteResult;
const early = http2.connect;
let answer: Answer;
let gate: GatewayInterception;
let open: Interception;
let router: ReturnType<typeof scriptedRouter>;
beforeAll(async () => {
  gate = await openGateway(scriptedRouter((request) => answer(request)));
});
afterAll(() => gate[Symbol.asyncDispose]());
beforeEach(async () => {
  router = scriptedRouter((request, scope) => answer(request, scope));
  open = await inProcess().open(router);
});
afterEach(() => open[Symbol.asyncDispose]());

const reply = (status: number, headers: Record<string, string>, body: readonly Piece[]): RouteResult => ({
  kind: "reply",
  wire: { status, headers, body },
});
const broken = (ending: Ending): RouteResult =>
  streamed({
    async *[Symbol.asyncIterator](): AsyncIterator<Piece> {
      yield frame("one");
      yield { ending };
    },
  });

describe("HTTP/2 clients of the process", () => {
  it.each<[string, Answer]>([
    ["a reply", () => reply(200, { "x-a": "1" }, [frame("hello", "whole")])],
    ["an error", () => whole(529, { error: "overloaded" }, { "retry-after": "2" })],
    ["no content", () => reply(204, {}, [])],
    [
      "a stream",
      () =>
        streamed({
          async *[Symbol.asyncIterator]() {
            yield* [frame("one"), frame("two")];
          },
        }),
    ],
    ["a clean end", () => broken("end")],
    ["a lost connection", () => broken("reset")],
    ["a reset stream", () => broken("stream-reset")],
    ["a goaway", () => broken("goaway")],
    ["a lost connection before the head", () => ({ kind: "disconnect", code: "reset" })],
    ["a reset stream before the head", () => reply(200, {}, [{ ending: "stream-reset" }])],
    ["a goaway before the head", () => reply(200, {}, [{ ending: "goaway" }])],
  ])("see %s as over a real connection", async (_name, given) => {
    answer = given;
    const real = await observeHttp2(gate.origin, { path: "/t/trial/dep/chat", body: "hi" }, undefined, early);
    expect(real.events.length).toBeGreaterThan(0);
    expect(await observeHttp2("https://bedrock.example", { path: "/chat", body: "hi" })).toEqual(real);
    expect(await observeHttp2("http://bedrock.example:8080", { path: "/chat", body: "hi" })).toEqual(real);
    expect(router.asked.map(({ request, signal }) => [request.url, request.version, signal.aborted])).toEqual([
      ["https://bedrock.example/chat", "2", false],
      ["http://bedrock.example:8080/chat", "2", false],
    ]);
    expect(router.asked[0]?.request.body).toEqual(Buffer.from("hi"));
  });

  it.each([
    ["refused", `http://127.0.0.1:9`],
    ["dns", "http://nowhere.invalid"],
  ] as const)("see %s as when it is real", async (code, unreachable) => {
    const hidden = (events: readonly string[]) =>
      events.map((event) => event.replace(/127\.0\.0\.1:9|nowhere\.invalid|dep\.example(:80)?/g, "HOST")).sort();
    await open[Symbol.asyncDispose]();
    const real = await observeHttp2(unreachable, { path: "/" });
    open = await inProcess().open(router);
    answer = () => ({ kind: "disconnect", code });
    const seen = await observeHttp2("http://dep.example", { path: "/" });
    expect(hidden(seen.events)).toEqual(hidden(real.events));
    expect(real.events.join()).toContain(code === "dns" ? "ENOTFOUND" : "ECONNREFUSED");
  });

  it("see a blocked host named, with the next step", async () => {
    answer = () => ({ kind: "blocked", message: "undeclared" });
    const { events } = await observeHttp2("https://evil.example", { path: "/" });
    expect(events.join("\n")).toMatch(/session error BROWNOUT_BLOCKED .*evil\.example.*allowHosts/);
  });

  it("find named imports patched too, and restored afterwards", async () => {
    answer = () => whole(200, "here");
    expect(connect).toBe(http2.connect);
    expect(connect).not.toBe(early);
    await open[Symbol.asyncDispose]();
    expect(http2.connect).toBe(early);
    expect(connect).toBe(early);
  });

  it("keep the trials of one session apart, and a broken connection to its trial", async () => {
    answer = ({ url }, scope) =>
      url.endsWith("break") ? { kind: "disconnect", code: "reset" } : whole(200, scope ?? "nobody");
    const session = http2.connect("https://dep.example");
    session.on("error", () => {});
    const ask = (path: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        let text = "";
        const stream = session.request({ ":path": path });
        stream.on("error", reject).on("data", (part: Buffer) => {
          text += part.toString();
        });
        stream.on("end", () => resolve(JSON.parse(text)));
        stream.end();
      });
    const scopes = [1, 2, 3].map((index) => ({ trial: `t;${index}`, performance: "p" }));
    const inTurn = await Promise.all(scopes.flatMap((scope) => [1, 2].map(() => open.run(scope, () => ask("/who")))));
    expect(inTurn).toEqual(scopes.flatMap((scope) => [scope, scope]));
    expect(await ask("/who")).toBe("nobody");
    const [first, second] = scopes;
    if (!first || !second) throw new Error("no scopes");
    await expect(open.run(first, () => ask("/break"))).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await open.run(first, () => ask("/who"))).toEqual(first);
    expect(await open.run(second, () => ask("/who"))).toEqual(second);
    expect(
      router.asked.flatMap(({ request }) => Object.keys(request.headers).filter((name) => /^:|brownout/.test(name))),
    ).toEqual([]);
    session.close();
  });

  it("leave few sessions open, whatever the number of trials, and break off no request for it", async () => {
    await open[Symbol.asyncDispose]();
    const made: http2.ClientHttp2Session[] = [];
    const module = http2 as { connect: unknown };
    module.connect = (...given: Parameters<typeof early>) => {
      const session = early(...given);
      made.push(session);
      return session;
    };
    try {
      open = await inProcess().open(router);
      const held = Promise.withResolvers<RouteResult>();
      router.route = async ({ url }, scope) => (url.endsWith("held") ? held.promise : whole(200, scope ?? "nobody"));
      const session = http2.connect("https://dep.example");
      const ask = (trial: string, path: string): Promise<unknown> =>
        open.run({ trial, performance: "p" }, async () => {
          const stream = session.request({ ":path": path });
          stream.end();
          return JSON.parse(Buffer.concat(await Array.fromAsync(stream)).toString());
        });
      const waiting = ask("first", "/held");
      for (let n = 0; n < 60; n += 1) await ask(`t${n}`, "/who");
      await vi.waitFor(() => expect(made.filter(({ destroyed }) => !destroyed).length).toBeLessThan(40));
      held.resolve(whole(200, "late"));
      expect(await waiting).toBe("late");
      expect(await ask("first", "/who")).toMatchObject({ trial: "first" });
      session.close();
      await vi.waitFor(() => expect(made.filter(({ destroyed }) => !destroyed)).toHaveLength(0));
    } finally {
      await open[Symbol.asyncDispose]();
      module.connect = early;
    }
  });

  it("are let through to loopback, and relayed to where a request may pass", async () => {
    const server = http2.createServer((request, response) => response.end(`${request.headers[":authority"]} two`));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    answer = () => ({ kind: "pass" });
    expect(await observeHttp2(`http://127.0.0.1:${port}`, { path: "/" })).toMatchObject({
      body: `127.0.0.1:${port} two`,
    });
    expect(router.asked).toEqual([]);
    expect(await observeHttp2(`http://localhost:${port}`, { path: "/" })).toMatchObject({
      body: `localhost:${port} two`,
    });
    expect(router.asked).toHaveLength(1);
    server.close();
  });

  it("are told at once when the interception closes, and the router when they give up", async () => {
    answer = () => ({ kind: "disconnect", code: "hang" });
    const session = http2.connect("https://dep.example");
    session.on("error", () => {});
    const given = session.request({ ":path": "/" });
    given.on("error", () => {});
    await vi.waitFor(() => expect(router.asked).toHaveLength(1));
    expect(router.asked[0]?.signal.aborted).toBe(false);
    given.close(http2.constants.NGHTTP2_CANCEL);
    await vi.waitFor(() => expect(router.asked[0]?.signal.aborted).toBe(true));
    const waiting = observeHttp2("https://dep.example", { path: "/" });
    await vi.waitFor(() => expect(router.asked).toHaveLength(2));
    await open[Symbol.asyncDispose]();
    expect((await waiting).status).toBeUndefined();
    expect(router.asked[1]?.signal.aborted).toBe(true);
  });

  it("carry 16 MB up and down no faster than they are read", async () => {
    const piece = Buffer.alloc(64 * 1024, 7);
    let taken = 0;
    answer = () =>
      streamed(
        (async function* (): AsyncIterable<Piece> {
          while (taken < 256) {
            taken += 1;
            yield { bytes: piece, mark: "content" };
          }
        })(),
      );
    const session = http2.connect("https://dep.example");
    const stream = session.request({ ":path": "/", ":method": "POST" });
    stream.end(Buffer.alloc(16 * 1024 * 1024, 1));
    await new Promise((resolve) => stream.once("response", resolve));
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBeLessThan(30);
    let size = 0;
    for await (const part of stream) size += (part as Buffer).length;
    expect(size).toBe(256 * piece.length);
    expect(router.asked[0]?.request.body.length).toBe(16 * 1024 * 1024);
    session.close();
  });

  it("that bring their own connection reach loopback, and are refused by name elsewhere", async () => {
    answer = ({ method }) =>
      method === "CONNECT" ? { kind: "blocked", message: "its own connection" } : whole(200, {});
    const dial = (port: number, host: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        // As gRPC does: the session is made when the connection stands.
        const socket = net.connect(port, host, () => {
          const session = http2.connect(`http://${host}:${port}`, { createConnection: () => socket });
          session.on("error", reject);
          session.on("remoteSettings", () => {
            const stream = session.request({ ":path": "/" });
            stream.on("error", reject).setEncoding("utf8").on("data", resolve);
            stream.on("end", () => session.close());
          });
        });
        socket.on("error", reject);
      });
    const server = http2.createServer((_request, response) => response.end("two"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as net.AddressInfo;
    expect(await dial(port, "127.0.0.1")).toBe("two");
    await expect(dial(443, "203.0.113.9")).rejects.toThrow(/203\.0\.113\.9.*its own connection/);
    server.close();
  });
});
