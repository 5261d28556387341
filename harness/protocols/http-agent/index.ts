import type { ToolAnswer } from "../../domain/call.ts";
import type { MidStream, Protocol } from "../../domain/protocol.ts";
import { decodeText, type Frame, type FrameMark, type WireReply, wholeReply } from "../../domain/wire.ts";
import { pathBelow, queryOf } from "../shared/address.ts";
import { bodyValue } from "../shared/body-value.ts";
import { endToEnd, isCompressed } from "../shared/end-to-end.ts";
import { httpFailure, httpFailures } from "../shared/http-failures.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { plainText } from "../shared/plain-text.ts";
import { commentFrame, eventFrame, isEventStream, jsonOrText, parseEvents } from "../shared/sse.ts";
import { splitEvents } from "../shared/sse-splitter.ts";
import { wholeChunks } from "../shared/whole-chunks.ts";

/** The events are the agent's own; nothing but their form is known. */
const midStream: MidStream = {
  failures: ["server-error"],
  failure: ({ message }) => eventFrame("error", { error: message ?? "Internal server error." }, "close"),
  keepAlive: () => commentFrame("keep-alive"),
};
const mark = (name: string | undefined): FrameMark => (name === "error" ? "close" : "content");

/** What a chat page asks its own backend, and what agents without a standard of their own are asked over HTTP. */
export const httpAgent: Protocol = {
  name: "http-agent",
  summary:
    "An agent behind plain HTTP, as its own page asks it: every request is a call, answered with JSON, text or SSE.",
  boundary: "agent",
  failures: httpFailures,
  checkOptions: noOptions,
  recognise: (request, binding) => `${request.method} ${pathBelow(request, binding)}`,
  decodeCall(request, binding) {
    const path = pathBelow(request, binding);
    const { body, headers, method } = request;
    const value = parseJson(body);
    const own = isObject(value) ? value : body.length === 0 ? {} : { payload: value ?? decodeText(body) };
    return {
      operation: `${method} ${path}`,
      payload: { kind: "tool", request: { arguments: { ...own, ...queryOf(request) }, method, path } },
      stream: /\btext\/event-stream\b/i.test(headers["accept"] ?? "") || own["stream"] === true,
    };
  },
  encodeReply(call, reply): WireReply {
    if (reply.kind === "failure") return httpFailure(reply.failure);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    return answered(reply.payload.result);
  },
  decodeReply(_call, { status, headers, bytes }) {
    if (isCompressed(headers)) return undefined;
    const own = endToEnd(headers);
    if (!isEventStream(headers)) return { kind: "tool", result: { status, value: bodyValue(bytes), headers: own } };
    const events = parseEvents(decodeText(bytes));
    // Events with names say more than a list could keep.
    if (events.some(({ event }) => event !== undefined)) return undefined;
    return { kind: "tool", result: { status, value: events.map(({ data }) => jsonOrText(data)), headers: own } };
  },
  split(chunks, { headers }) {
    if (isEventStream(headers)) return splitEvents(chunks, mark);
    return growsAsText(headers) ? contentChunks(chunks) : wholeChunks(chunks);
  },
  midStream,
};

/** Text of no announced length is shown as it comes. */
const growsAsText = (headers: Readonly<Record<string, string>>): boolean =>
  /^text\/plain\b/i.test(headers["content-type"] ?? "") && headers["content-length"] === undefined;

async function* contentChunks(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Frame> {
  for await (const bytes of chunks) yield { bytes, mark: "content" };
}

/** With the content type of an event stream a list is one event each. */
function answered({ status, value, headers = {} }: ToolAnswer): WireReply {
  const all = { "content-type": "application/json", ...headers };
  if (status === 204 || status === 304) return { status, headers: { ...headers }, body: [] };
  if (isEventStream(all) && Array.isArray(value))
    return {
      status,
      headers: { "cache-control": "no-cache", ...all, "transfer-encoding": "chunked" },
      body: value.map((data) => eventFrame(undefined, JSON.stringify(data), "content")),
    };
  return wholeReply(status, all, plainText(value));
}
