import type { ToolAnswer } from "../../../domain/call.ts";
import { decodeText, type Frame, type FrameMark, type WireReply, wholeReply } from "../../../domain/wire.ts";
import { bodyValue } from "../../shared/body-value.ts";
import { endToEnd, isCompressed } from "../../shared/end-to-end.ts";
import { plainText } from "../../shared/plain-text.ts";
import { eventFrame, isEventStream, jsonOrText, parseEvents } from "../../shared/sse.ts";
import { splitEvents } from "../../shared/sse-splitter.ts";
import { wholeChunks } from "../../shared/whole-chunks.ts";

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
  return wholeReply(status, all, plainText(value));
}

/** Undefined for a stream whose events have names: they say more than a list could keep. */
export function readAnswer(status: number, headers: Headers, bytes: Uint8Array): ToolAnswer | undefined {
  if (isCompressed(headers)) return undefined;
  const own = endToEnd(headers);
  if (isEventStream(headers)) {
    const events = parseEvents(decodeText(bytes));
    if (events.some(({ event }) => event !== undefined)) return undefined;
    return { status, value: events.map(({ data }) => jsonOrText(data)), headers: own };
  }
  return { status, value: bodyValue(bytes), headers: own };
}

const mark = (name: string | undefined): FrameMark => (name === "error" ? "close" : "content");

export const splitAnswer = (chunks: AsyncIterable<Uint8Array>, headers: Headers): AsyncIterable<Frame> =>
  isEventStream(headers) ? splitEvents(chunks, mark) : wholeChunks(chunks);
