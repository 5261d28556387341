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

export const encodeMessage = ({ headers, payload }: EventMessage): Uint8Array =>
  around(encodeHeaders(headers), payload);

function around(headers: Uint8Array, payload: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(preludeBytes + headers.length + payload.length + checksumBytes);
  bytes.set(payload, preludeBytes + headers.length);
  return seal(bytes, 0, bytes.length, headers);
}

/** Puts everything else around a payload that is in its place, and gives the message. */
function seal(bytes: Buffer, from: number, to: number, headers: Uint8Array): Uint8Array {
  const message = new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from);
  const end = message.length - checksumBytes;
  bytes.writeUInt32BE(message.length, from);
  bytes.writeUInt32BE(headers.length, from + 4);
  bytes.writeUInt32BE(preludeChecksum(message, headers.length), from + 8);
  message.set(headers, preludeBytes);
  bytes.writeUInt32BE(crc32(message.subarray(0, end)), from + end);
  return message;
}

const checksums = new Map<number, number>();

/** The messages of streams have a few hundred lengths in all. */
function preludeChecksum(message: Uint8Array, headers: number): number {
  const lengths = message.length * 2 ** 17 + headers;
  const known = checksums.get(lengths);
  if (known !== undefined) return known;
  if (checksums.size >= 10_000) checksums.clear();
  const checksum = crc32(message.subarray(0, 8));
  checksums.set(lengths, checksum);
  return checksum;
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
  const headers = usualHeaders(key, type, raw ? "application/octet-stream" : "application/json", kind);
  return { bytes: around(headers, raw ? data : encodeText(textOf(data))), mark };
}

const textOf = (data: unknown): string => (typeof data === "string" ? data : JSON.stringify(data));

const written = new Map<string, Uint8Array>();

/** The headers of an event type are always the same bytes, and the same few types come again and again. */
function usualHeaders(key: string, type: string, contentType: string, kind: string): Uint8Array {
  const name = `${key} ${contentType} ${kind} ${type}`;
  const known = written.get(name);
  if (known) return known;
  if (written.size >= 1000) written.clear();
  const values = [
    [key, type],
    [":content-type", contentType],
    [":message-type", kind],
  ] as const;
  const headers = encodeHeaders(values.map(([header, value]): EventHeader => [header, { type: "string", value }]));
  written.set(name, headers);
  return headers;
}

/** An event that is yet to be written. A string is sent as it is, anything else as JSON. */
export interface EventToFrame {
  readonly type: string;
  readonly data: unknown;
  readonly mark: FrameMark;
}

/** The frames of a stream of events that is known to its end, cut from one buffer: a streamed turn has hundreds. */
export function streamEventFrames(events: readonly EventToFrame[]): Frame[] {
  let headers = encodeHeaders([]);
  const parts = events.map(({ type, data, mark }, index) => {
    if (type !== events[index - 1]?.type) headers = usualHeaders(":event-type", type, "application/json", "event");
    const text = textOf(data);
    return { headers, text, mark, length: Buffer.byteLength(text) };
  });
  const besides = preludeBytes + checksumBytes;
  const bytes = Buffer.allocUnsafeSlow(
    parts.reduce((sum, { headers, length }) => sum + besides + headers.length + length, 0),
  );
  let at = 0;
  return parts.map(({ headers, text, mark, length }) => {
    const from = at;
    at += besides + headers.length + length;
    bytes.write(text, from + preludeBytes + headers.length);
    return { bytes: seal(bytes, from, at, headers), mark };
  });
}
