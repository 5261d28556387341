import type { ToolAnswer } from "../../../domain/call.ts";
import { decodeText, type Frame, type FrameMark, type WireReply, wholeReply } from "../../../domain/wire.ts";
import { wholeChunks } from "../../shared/event-stream-splitter.ts";
import { parseJson } from "../../shared/json-body.ts";
import { eventFrame, isEventStream, jsonOrText, parseEvents } from "../../shared/sse.ts";
import { splitEvents } from "../../shared/sse-splitter.ts";

type Headers = Readonly<Record<string, string>>;

/**
 * An agent's answer: JSON, or text as it is; with the content type of an event stream a list of what its events hold. The
 * answer's own headers go over those of the service.
 */
export function answerReply({ status, value, headers = {} }: ToolAnswer, service: Headers): WireReply {
  const all = { "content-type": "application/json", ...service, ...headers };
  if (isEventStream(all) && Array.isArray(value))
    return {
      status,
      headers: { "cache-control": "no-cache", ...all, "transfer-encoding": "chunked" },
      body: value.map((data) => eventFrame(undefined, JSON.stringify(data), "content")),
    };
  return wholeReply(status, all, typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

/** Undefined for a stream whose events have names: they say more than a list could keep. */
export function readAnswer(status: number, headers: Headers, bytes: Uint8Array): ToolAnswer | undefined {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") return undefined;
  const own = endToEnd(headers);
  if (isEventStream(headers)) {
    const events = parseEvents(decodeText(bytes));
    if (events.some(({ event }) => event !== undefined)) return undefined;
    return { status, value: events.map(({ data }) => jsonOrText(data)), headers: own };
  }
  const value = parseJson(bytes);
  // One JSON string stays raw text, quotes included, so that writing it back gives the same bytes.
  const kept = value === undefined || typeof value === "string" ? decodeText(bytes) : value;
  return { status, value: kept, headers: own };
}

const hopByHop = new Set(["content-length", "transfer-encoding", "connection", "keep-alive", "content-encoding"]);
const endToEnd = (headers: Headers): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));

const mark = (name: string | undefined): FrameMark => (name === "error" ? "close" : "content");

export const splitAnswer = (chunks: AsyncIterable<Uint8Array>, headers: Headers): AsyncIterable<Frame> =>
  isEventStream(headers) ? splitEvents(chunks, mark) : wholeChunks(chunks);
