import type { RouteResult } from "../../domain/ports.ts";
import { encodeText, type Frame, type Piece } from "../../domain/wire.ts";

/** One behaviour of a dependency: as the router would ask for it, and as bytes from a real server. */
export interface Scenario {
  readonly result: RouteResult;
  /** What a plain TCP server writes; then it breaks off in this way. Absent: no server can do it. */
  readonly wire?: { readonly writes: readonly string[]; readonly after: "keep" | "fin" | "rst" };
  /** Give up after the head, or while waiting for it. */
  readonly abort?: true;
  readonly method?: string;
}

const frame = (text: string, mark: Frame["mark"] = "content"): Frame => ({ bytes: encodeText(text), mark });
const reply = (
  status: number,
  headers: Record<string, string>,
  body: readonly Piece[] | AsyncIterable<Piece>,
): RouteResult => ({
  kind: "reply",
  wire: { status, headers, body },
});
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const chunkedHead = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
const sse = { "content-type": "text/event-stream" };
const one = "data: one\n\n";
const two = "data: two\n\n";

/** Unlike a generator, it can be read by each of several clients. */
const flowing = (...pieces: Piece[]): AsyncIterable<Piece> => ({
  async *[Symbol.asyncIterator]() {
    yield* pieces;
  },
});

export const scenarios: Readonly<Record<string, Scenario>> = {
  json: {
    result: reply(200, { "content-type": "application/json", "x-request-id": "r1" }, [frame('{"a":1}', "whole")]),
    wire: {
      writes: [
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: r1\r\ncontent-length: 7\r\n\r\n{"a":1}',
      ],
      after: "keep",
    },
  },
  "empty body": {
    result: reply(200, {}, []),
    wire: { writes: ["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"], after: "keep" },
  },
  "no content": { result: reply(204, {}, []), wire: { writes: ["HTTP/1.1 204 No Content\r\n\r\n"], after: "keep" } },
  head: {
    method: "HEAD",
    result: reply(200, { "content-length": "7" }, [frame('{"a":1}', "whole")]),
    wire: { writes: ["HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n"], after: "keep" },
  },
  "too many requests": {
    result: reply(429, { "retry-after": "2" }, [frame("slow down", "whole")]),
    wire: {
      writes: ["HTTP/1.1 429 Too Many Requests\r\nretry-after: 2\r\ncontent-length: 9\r\n\r\nslow down"],
      after: "keep",
    },
  },
  "status 529": {
    result: reply(529, {}, [frame("overloaded", "whole")]),
    wire: { writes: ["HTTP/1.1 529 unknown\r\ncontent-length: 10\r\n\r\noverloaded"], after: "keep" },
  },
  stream: {
    result: reply(200, sse, flowing(frame(one), frame(two))),
    wire: { writes: [chunkedHead + chunk(one), chunk(two), "0\r\n\r\n"], after: "keep" },
  },
  "stream from a list": {
    result: reply(200, sse, [frame(one), frame(two)]),
    wire: { writes: [chunkedHead + chunk(one), chunk(two), "0\r\n\r\n"], after: "keep" },
  },
  "stream cut cleanly": {
    result: reply(200, sse, flowing(frame(one), { ending: "end" })),
    wire: { writes: [chunkedHead + chunk(one), "0\r\n\r\n"], after: "keep" },
  },
  "stream reset": {
    result: reply(200, sse, flowing(frame(one), { ending: "reset" })),
    wire: { writes: [chunkedHead + chunk(one)], after: "rst" },
  },
  "stream silent": {
    abort: true,
    result: reply(200, sse, flowing(frame(one), { ending: "silence" })),
    wire: { writes: [chunkedHead + chunk(one)], after: "keep" },
  },
  "body cut short": {
    result: reply(200, { "content-length": "20" }, [frame("hello"), { ending: "end" }]),
    wire: { writes: ["HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nhello"], after: "fin" },
  },
  "body reset": {
    result: reply(200, { "content-length": "20" }, [frame("hello"), { ending: "reset" }]),
    wire: { writes: ["HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nhello"], after: "rst" },
  },
  "body longer than announced": {
    result: reply(200, { "content-length": "3" }, [frame("hello")]),
    wire: { writes: ["HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nhel"], after: "keep" },
  },
  "reset before the head": {
    result: { kind: "disconnect", code: "reset" },
    wire: { writes: [], after: "rst" },
  },
  hang: { abort: true, result: { kind: "disconnect", code: "hang" }, wire: { writes: [], after: "keep" } },
};
