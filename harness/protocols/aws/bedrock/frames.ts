import type { Frame, FrameMark } from "../../../domain/wire.ts";
import {
  readEvent,
  type StreamEvent,
  streamEventFrame,
  streamEventFrames,
  tryDecode,
} from "../../shared/event-stream.ts";
import type { EventMarker } from "../../shared/event-stream-splitter.ts";
import { isObject, parseJson } from "../../shared/json-body.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { type ConverseEvent, converseMarker, isTextDelta, type TextDelta } from "./converse-stream.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/**
 * The service hides the length of what it streams behind a member `p` of changing length, and writes members in alphabetical
 * order. Here the content decides the length, so that the same stream is the same bytes.
 */
function padded(data: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(data);
  const p = padding(text);
  if (text !== "{}" && inOrder([...Object.keys(data), "p"])) return `${text.slice(0, -1)},"p":"${p}"}`;
  const members = Object.entries({ ...data, p });
  return JSON.stringify(Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** Of what a text ends with: `"}}` ends them all. */
function padding(text: string): string {
  let sum = text.length;
  for (let at = Math.max(0, text.length - 12); at < text.length - 3; at += 1) {
    sum = (sum * 31 + text.charCodeAt(at)) & 0xffffff;
  }
  return paddings[sum % paddings.length] ?? "";
}
const paddings = Array.from(letters.slice(1), (_, index) => letters.slice(0, index + 2));

/** The same of a text delta, of which there are the most: its members are in order, and all of them before `p`. */
function paddedDelta({ contentBlockIndex, delta }: TextDelta): string {
  const text = `{"contentBlockIndex":${contentBlockIndex},"delta":{"text":${JSON.stringify(delta.text)}}`;
  return `${text},"p":"${padding(`${text}}`)}"}`;
}

const inOrder = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || (names[index - 1] ?? "") < name);

export const eventFrame = (type: string, data: Readonly<Record<string, unknown>>, mark: FrameMark): Frame =>
  streamEventFrame(type, padded(data), mark);

/** The frames of a whole stream. */
export const eventFrames = (events: readonly ConverseEvent[], markOf: (type: string) => FrameMark): Frame[] =>
  streamEventFrames(
    events.map((event) => ({
      type: event.type,
      data:
        event.type === "contentBlockDelta" && isTextDelta(event.data) ? paddedDelta(event.data) : padded(event.data),
      mark: markOf(event.type),
    })),
  );

/** A piece of a model's own stream, in base64. */
export const chunkFrame = (value: unknown, mark: FrameMark): Frame =>
  eventFrame("chunk", { bytes: Buffer.from(JSON.stringify(value)).toString("base64") }, mark);

/** The JSON value in a `chunk`; undefined if the event is none. */
export function chunkOf({ kind, type, data }: StreamEvent): unknown {
  if (kind !== "event" || type !== "chunk" || !isObject(data) || typeof data.bytes !== "string") return undefined;
  return parseJson(Buffer.from(data.bytes, "base64"));
}

export function eventIn({ bytes }: Frame): StreamEvent | undefined {
  const message = tryDecode(bytes);
  return message && readEvent(message);
}

/** Marks Converse events by their names, chunks by the body that knows them; what ends a stream early closes it. */
export function streamMarker(bodies: readonly ModelBody[]): EventMarker {
  const converse = converseMarker();
  const markers = bodies.map((body) => body.marker());
  let begun = false;
  return (event) => {
    if (event.kind !== "event") return "close";
    if (event.type !== "chunk") {
      const mark = converse(event.type);
      return mark === "open" && begun ? "content" : mark;
    }
    const chunk = chunkOf(event);
    const mark = firstOf(markers, (one) => one(chunk)) ?? "content";
    begun ||= mark === "content";
    return mark;
  };
}

function firstOf<T, R>(list: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of list) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
