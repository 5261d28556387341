/** `application/vnd.amazon.eventstream`: the one place that reads and writes its binary messages (Smithy, Amazon Event Stream). */

import { crc32 } from "node:zlib";
import { decodeText, encodeText, type Frame, type FrameMark } from "../../domain/wire.ts";
import { decodeHeaders, type EventHeader, encodeHeaders } from "./event-stream-headers.ts";
import { jsonOrText } from "./sse.ts";

export interface EventMessage {
  readonly headers: readonly EventHeader[];
  readonly payload: Uint8Array;
}

export const eventStreamType = "application/vnd.amazon.eventstream";
export const isBinaryEventStream = (headers: Readonly<Record<string, string>>): boolean =>
  (headers["content-type"] ?? "").toLowerCase().startsWith(eventStreamType);

/** Total length, length of the headers, checksum of the two; big-endian. */
export const preludeBytes = 12;
const checksumBytes = 4;
/** What clients accept (botocore, eventstream.py). */
const longest = { headers: 128 * 1024, message: 24 * 1024 * 1024 } as const;

export function encodeMessage({ headers, payload }: EventMessage): Uint8Array {
  const headerBytes = encodeHeaders(headers);
  const total = preludeBytes + headerBytes.length + payload.length + checksumBytes;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, total);
  view.setUint32(4, headerBytes.length);
  view.setUint32(8, crc32(bytes.subarray(0, 8)));
  bytes.set(headerBytes, preludeBytes);
  bytes.set(payload, preludeBytes + headerBytes.length);
  view.setUint32(total - checksumBytes, crc32(bytes.subarray(0, total - checksumBytes)));
  return bytes;
}

/** Undefined if the twelve bytes are no prelude: nothing after them can be cut into messages. */
export function readPrelude(bytes: Uint8Array): { readonly total: number; readonly headers: number } | undefined {
  if (bytes.length < preludeBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, preludeBytes);
  const [total, headers] = [view.getUint32(0), view.getUint32(4)];
  const fits =
    headers <= longest.headers && total <= longest.message && total >= preludeBytes + headers + checksumBytes;
  return fits && view.getUint32(8) === crc32(bytes.subarray(0, 8)) ? { total, headers } : undefined;
}

/** @throws {RangeError} if a length or a checksum does not hold. */
export function decodeMessage(bytes: Uint8Array): EventMessage {
  const prelude = readPrelude(bytes);
  if (!prelude) throw new RangeError("The prelude of an event-stream message does not hold.");
  if (prelude.total !== bytes.length) throw new RangeError("The length of an event-stream message does not hold.");
  const end = bytes.length - checksumBytes;
  const told = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end);
  if (told !== crc32(bytes.subarray(0, end))) throw new RangeError("The checksum of a message does not hold.");
  const from = preludeBytes + prelude.headers;
  return { headers: decodeHeaders(bytes.subarray(preludeBytes, from)), payload: bytes.subarray(from, end) };
}

/** The messages of a stream up to the first that does not hold. */
export function* messagesOf(bytes: Uint8Array): Generator<EventMessage> {
  for (let at = 0; at < bytes.length; ) {
    const prelude = readPrelude(bytes.subarray(at));
    const message = prelude && tryDecode(bytes.subarray(at, at + prelude.total));
    if (!message) return;
    yield message;
    at += prelude.total;
  }
}

export function tryDecode(bytes: Uint8Array): EventMessage | undefined {
  try {
    return decodeMessage(bytes);
  } catch {
    return undefined;
  }
}

/** What a message is, by its string headers, and the JSON value in it (its text if it is not JSON). */
export interface StreamEvent {
  readonly kind: "event" | "exception" | "error";
  /** `:event-type`, `:exception-type` or `:error-code`. */
  readonly type: string;
  readonly data: unknown;
}

export function readEvent({ headers, payload }: EventMessage): StreamEvent {
  const of = (name: string): string | undefined =>
    headers.flatMap(([key, { type, value }]) => (key === name && type === "string" ? [value] : []))[0];
  const given = of(":message-type");
  const kind = given === "exception" || given === "error" ? given : "event";
  const type = of({ event: ":event-type", exception: ":exception-type", error: ":error-code" }[kind]) ?? "";
  return { kind, type, data: jsonOrText(decodeText(payload)) };
}

export const eventsOf = (bytes: Uint8Array): StreamEvent[] => [...messagesOf(bytes)].map(readEvent);

/** An event in the header order of the services. A string or bytes are sent as they are, anything else as JSON. */
export const streamEventFrame = (type: string, data: unknown, mark: FrameMark): Frame =>
  frameOf(":event-type", type, "event", data, mark);

/** A modelled exception: it ends the stream. The type is the name of the union's member, `throttlingException`. */
export const exceptionFrame = (type: string, data: unknown): Frame =>
  frameOf(":exception-type", type, "exception", data, "close");

function frameOf(key: string, type: string, kind: string, data: unknown, mark: FrameMark): Frame {
  const raw = data instanceof Uint8Array;
  const headers = [
    [key, type],
    [":content-type", raw ? "application/octet-stream" : "application/json"],
    [":message-type", kind],
  ] as const;
  const message = {
    headers: headers.map(([name, value]): EventHeader => [name, { type: "string", value }]),
    payload: raw ? data : encodeText(typeof data === "string" ? data : JSON.stringify(data)),
  };
  return { bytes: encodeMessage(message), mark };
}
