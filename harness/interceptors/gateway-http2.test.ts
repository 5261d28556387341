import http2 from "node:http2";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RouteResult } from "../domain/ports.ts";
import type { Ending, Piece } from "../domain/wire.ts";
import { type GatewayInterception, openGateway } from "./gateway.ts";
import { observeHttp2 } from "./testing/observe-http2.ts";
import { frame, streamed, whole } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

let gate: GatewayInterception;
let router: ReturnType<typeof scriptedRouter>;
let answer: (url: string) => RouteResult;
beforeEach(async () => {
  router = scriptedRouter(({ url }) => answer(url));
  gate = await openGateway(router);
});
afterEach(() => gate[Symbol.asyncDispose]());
const path = "/t/trial;p=perf/dep/chat";

async function* broken(ending: Ending): AsyncIterable<Piece> {
  yield frame("one");
  yield { ending };
}

describe("HTTP/2 in clear text, at the same port", () => {
  it("carries requests and replies whole, with the scope of the path", async () => {
    answer = () => ({
      kind: "reply",
      wire: {
        status: 429,
        headers: { "retry-after": "2", connection: "close", "transfer-encoding": "chunked" },
        cookies: ["a=1; Path=/", "b=2"],
        body: [frame("slow down", "whole")],
      },
    });
    const seen = await observeHttp2(gate.origin, { path: `${path}?q=1`, body: "hello", headers: { "x-own": "1" } });
    expect(seen).toEqual({
      status: 429,
      headers: { "retry-after": "2", "content-length": "9", "set-cookie": ["a=1; Path=/", "b=2"] },
      body: "slow down",
      events: ["stream closed 0"],
    });
    expect(router.asked[0]).toMatchObject({
      scope: { trial: "trial", performance: "perf" },
      request: {
        method: "POST",
        version: "2",
        url: "http://dependency.example/v1/chat?q=1",
        headers: { "x-own": "1" },
        body: Buffer.from("hello"),
      },
    });
    expect(Object.keys(router.asked[0]?.request.headers ?? {}).filter((name) => name.startsWith(":"))).toEqual([]);
    expect(router.asked[0]?.signal.aborted).toBe(false);
  });

  it("answers HTTP/1.1 beside it, whole and in slow motion", async () => {
    answer = () => whole(200, "one");
    expect(await (await fetch(gate.origin + path)).json()).toBe("one");
    const socket = net.connect(Number(new URL(gate.origin).port), "127.0.0.1");
    for (const byte of `PUT ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`) {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    let text = "";
    for await (const part of socket) text += String(part);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*"one"$/);
    expect(router.asked.map(({ request }) => [request.method, request.version])).toEqual([
      ["GET", "1.1"],
      ["PUT", "1.1"],
    ]);
  });

  it.each<[Ending, Awaited<ReturnType<typeof observeHttp2>>["events"]]>([
    ["end", ["stream closed 0"]],
    [
      "reset",
      ["stream error ECONNRESET read ECONNRESET", "session error ECONNRESET read ECONNRESET", "stream closed 2"],
    ],
    [
      "stream-reset",
      ["stream error ERR_HTTP2_STREAM_ERROR Stream closed with error code NGHTTP2_INTERNAL_ERROR", "stream closed 2"],
    ],
    [
      "goaway",
      [
        "goaway 2",
        "stream error ERR_HTTP2_SESSION_ERROR Session closed with error code 2",
        "session error ERR_HTTP2_SESSION_ERROR Session closed with error code 2",
        "stream closed 2",
      ],
    ],
  ])("ends a stream by %s", async (ending, events) => {
    answer = () => streamed(broken(ending));
    const seen = await observeHttp2(gate.origin, { path });
    expect(seen).toMatchObject({ status: 200, body: "one" });
    expect([...seen.events].sort()).toEqual([...events].sort());
    expect(router.asked[0]?.signal.aborted).toBe(false);
  });

  it.each<[string, RouteResult, string]>([
    ["a reset", { kind: "disconnect", code: "reset" }, "ECONNRESET"],
    ["a refused connection", { kind: "disconnect", code: "refused" }, "ECONNRESET"],
    [
      "a stream reset",
      { kind: "reply", wire: { status: 200, headers: {}, body: [{ ending: "stream-reset" }] } },
      "ERR_HTTP2_STREAM_ERROR",
    ],
    [
      "a goaway",
      { kind: "reply", wire: { status: 200, headers: {}, body: [{ ending: "goaway" }] } },
      "ERR_HTTP2_SESSION_ERROR",
    ],
  ])("shows %s before the head", async (_name, result, code) => {
    answer = () => result;
    for (let fresh = 0; fresh < 3; fresh += 1) {
      const seen = await observeHttp2(gate.origin, { path });
      expect(seen.status).toBeUndefined();
      expect(seen.events.find((event) => event.startsWith("stream error"))).toContain(code);
    }
    const early = await fetch(gate.origin + path).catch((error: unknown) => error);
    expect(early).toMatchObject({ message: "fetch failed", cause: { code: "ECONNRESET" } });
  });

  it("stays open in silence until the client gives up, and tells the router", async () => {
    answer = (url) => (url.endsWith("chat") ? { kind: "disconnect", code: "hang" } : streamed(broken("silence")));
    const session = http2.connect(gate.origin);
    for (const [index, target] of [path, `${path}/stream`].entries()) {
      const stream = session.request({ ":path": target });
      stream.on("error", () => {});
      stream.resume();
      const headed = new Promise((resolve) => stream.once("response", resolve));
      await vi.waitFor(() => expect(router.asked).toHaveLength(index + 1));
      if (index === 1) await headed;
      expect(router.asked[index]?.signal.aborted).toBe(false);
      stream.close(http2.constants.NGHTTP2_CANCEL);
      await vi.waitFor(() => expect(router.asked[index]?.signal.aborted).toBe(true));
    }
    session.destroy();
  });

  it("takes no more from a source than the client reads", async () => {
    let taken = 0;
    const piece = Buffer.alloc(64 * 1024);
    answer = () =>
      streamed(
        (async function* (): AsyncIterable<Piece> {
          while (taken < 300) {
            taken += 1;
            yield { bytes: piece, mark: "content" };
          }
        })(),
      );
    const session = http2.connect(gate.origin);
    const stream = session.request({ ":path": path });
    await new Promise((resolve) => stream.once("response", resolve));
    let before = -1;
    await vi.waitFor(
      () => {
        const still = taken === before && taken > 0;
        before = taken;
        expect(still).toBe(true);
      },
      { interval: 50 },
    );
    expect(taken).toBeLessThan(30);
    let size = 0;
    for await (const part of stream) size += (part as Buffer).length;
    expect(size).toBe(300 * piece.length);
    session.destroy();
  });

  it("serves many streams of one connection side by side", async () => {
    answer = (url) => whole(200, url);
    const session = http2.connect(gate.origin);
    const texts = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const stream = session.request({ ":path": `/t/trial/dep/${index}` });
        let text = "";
        for await (const part of stream) text += String(part);
        return JSON.parse(text) as string;
      }),
    );
    expect(texts).toEqual(texts.map((_, index) => `http://dependency.example/v1/${index}`));
    session.destroy();
  });

  describe.each<Ending>(["reset", "goaway"])("%s on a connection that carries others too", (ending) => {
    const asking = (session: http2.ClientHttp2Session, target: string) => {
      const stream = session.request({ ":path": target });
      const ended = new Promise<string>((resolve) => {
        let text = "";
        stream.on("data", (part) => {
          text += String(part);
        });
        stream.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
        stream.on("end", () => resolve(text));
      });
      return { ended, begun: new Promise((resolve) => stream.once("response", resolve)) };
    };

    it.each([
      ["another dependency", "/t/trial/neighbour/slow", "onetwo"],
      ["another trial", "/t/second/dep/slow", "onetwo"],
      ["the same dependency in the same trial", "/t/trial/dep/slow", /^ERR_HTTP2|^ECONNRESET/],
    ])("and the call to %s", async (_whose, target, becomes) => {
      const { promise: go, resolve: release } = Promise.withResolvers<void>();
      async function* slow(): AsyncIterable<Piece> {
        yield frame("one");
        await go;
        yield frame("two");
      }
      answer = (url) => streamed(url.endsWith("slow") ? slow() : broken(ending));
      const session = http2.connect(gate.origin);
      session.on("error", () => {});
      const beside = asking(session, target);
      await beside.begun;
      expect(await asking(session, path).ended).toMatch(/^ERR_HTTP2|^ECONNRESET/);
      release();
      expect(await beside.ended).toMatch(becomes);
      session.destroy();
    });
  });

  it("closes its connections with it", async () => {
    answer = () => ({ kind: "disconnect", code: "hang" });
    const pending = observeHttp2(gate.origin, { path });
    await vi.waitFor(() => expect(router.asked).toHaveLength(1));
    await gate[Symbol.asyncDispose]();
    expect((await pending).status).toBeUndefined();
    expect(router.asked[0]?.signal.aborted).toBe(true);
  });
});
