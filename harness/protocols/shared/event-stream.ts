/** `application/vnd.amazon.eventstream`: the one place that reads and writes its binary messages (Smithy, Amazon Event Stream). */

import { decodeText, encodeText, type Frame, type FrameMark } from "../../domain/wire.ts";
import { crc32 } from "./crc32.ts";
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
  const bytes = new Uint8Array(preludeBytes + headers.length + payload.length + checksumBytes);
  bytes.set(payload, preludeBytes + headers.length);
  return seal(bytes, 0, bytes.length, headOf(headers, bytes.length));
}

/** What stands before a payload, with its checksum so far. */
interface Head {
  readonly bytes: Uint8Array;
  readonly checksum: number;
}

function headOf(headers: Uint8Array, total: number): Head {
  const bytes = new Uint8Array(preludeBytes + headers.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, total);
  view.setUint32(4, headers.length);
  view.setUint32(8, crc32(bytes, 0, 8));
  bytes.set(headers, preludeBytes);
  return { bytes, checksum: crc32(bytes) };
}

/** Puts everything else around a payload that is in its place, and gives the message. */
function seal(bytes: Uint8Array, from: number, to: number, { bytes: head, checksum }: Head): Uint8Array {
  const end = to - checksumBytes;
  bytes.set(head, from);
  const sum = crc32(bytes, from + head.length, end, checksum);
  bytes[end] = sum >>> 24;
  bytes[end + 1] = sum >>> 16;
  bytes[end + 2] = sum >>> 8;
  bytes[end + 3] = sum;
  return bytes.subarray(from, to);
}

/** Undefined if the twelve bytes are no prelude: nothing after them can be cut into messages. */
export function readPrelude(bytes: Uint8Array): { readonly total: number; readonly headers: number } | undefined {
  if (bytes.length < preludeBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, preludeBytes);
  const [total, headers] = [view.getUint32(0), view.getUint32(4)];
  const fits =
    headers <= longest.headers && total <= longest.message && total >= preludeBytes + headers + checksumBytes;
  return fits && view.getUint32(8) === crc32(bytes, 0, 8) ? { total, headers } : undefined;
}

/** @throws {RangeError} if a length or a checksum does not hold. */
export function decodeMessage(bytes: Uint8Array): EventMessage {
  const prelude = readPrelude(bytes);
  if (!prelude) throw new RangeError("The prelude of an event-stream message does not hold.");
  if (prelude.total !== bytes.length) throw new RangeError("The length of an event-stream message does not hold.");
  const end = bytes.length - checksumBytes;
  const told = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end);
  if (told !== crc32(bytes, 0, end)) throw new RangeError("The checksum of a message does not hold.");
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
  const { headers } = usualHeaders(key, type, raw ? "application/octet-stream" : "application/json", kind);
  return { bytes: around(headers, raw ? data : encodeText(textOf(data))), mark };
}

const textOf = (data: unknown): string => (typeof data === "string" ? data : JSON.stringify(data));

/** The headers of an event type, and the heads of its messages by their lengths. */
interface Usual {
  readonly headers: Uint8Array;
  readonly heads: Map<number, Head>;
}
const written = new Map<string, Usual>();

/** The headers of an event type are always the same bytes, and the same few types come again and again. */
function usualHeaders(key: string, type: string, contentType: string, kind: string): Usual {
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
  const usual = { headers, heads: new Map() };
  written.set(name, usual);
  return usual;
}

/** The messages of streams have a few hundred lengths in all. */
function usualHead({ headers, heads }: Usual, total: number): Head {
  const known = heads.get(total);
  if (known) return known;
  if (heads.size >= 1000) heads.clear();
  const head = headOf(headers, total);
  heads.set(total, head);
  return head;
}

/** An event that is yet to be written. A string is sent as it is, anything else as JSON. */
export interface EventToFrame {
  readonly type: string;
  readonly data: unknown;
  readonly mark: FrameMark;
}

/** The frames of a stream of events that is known to its end, cut from one buffer: a streamed turn has hundreds. */
export function streamEventFrames(events: readonly EventToFrame[]): Frame[] {
  let usual: Usual | undefined;
  let type: string | undefined;
  let size = 0;
  const parts = events.map((event) => {
    if (!usual || type !== event.type) usual = usualHeaders(":event-type", event.type, "application/json", "event");
    type = event.type;
    const text = textOf(event.data);
    const total = preludeBytes + usual.headers.length + Buffer.byteLength(text) + checksumBytes;
    size += total;
    return { head: usualHead(usual, total), text, total, mark: event.mark };
  });
  const bytes = Buffer.allocUnsafeSlow(size);
  const whole = new Uint8Array(bytes.buffer);
  let at = 0;
  return parts.map(({ head, text, total, mark }) => {
    const from = at;
    at += total;
    bytes.write(text, from + head.bytes.length);
    return { bytes: seal(whole, from, at, head), mark };
  });
}
