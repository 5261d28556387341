/** Server-sent events as text: the one place that parses and formats them (WHATWG HTML, section 9.2). */

import { decodeText, encodeText, type Frame, type FrameMark } from "../../domain/wire.ts";

export interface SseEvent {
  /** The `event:` field; absent = none was given. */
  readonly event?: string;
  /** Data lines joined by line feeds. */
  readonly data: string;
}

/** What an event is to its stream. Stateful: structure before the first content is `open`, later it goes with the content. */
export type Marker = (name: string | undefined, data: unknown) => FrameMark;

/** The events of a stream, comments and dataless events left out. A last event without its blank line is included. */
export function parseEvents(text: string): SseEvent[] {
  const events: SseEvent[] = [];
  let event: string | undefined;
  let data: string[] = [];
  const dispatch = (): void => {
    if (data.length > 0) events.push({ ...(event === undefined ? {} : { event }), data: data.join("\n") });
    event = undefined;
    data = [];
  };
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)) {
    if (line === "") dispatch();
    else if (line.startsWith("data:")) data.push(fieldValue(line, 5));
    else if (line === "data") data.push("");
    else if (line.startsWith("event:")) event = fieldValue(line, 6);
  }
  dispatch();
  return events;
}

const fieldValue = (line: string, from: number): string => line.slice(line[from] === " " ? from + 1 : from);

/** The events whose data is JSON, parsed. Others, such as `[DONE]`, are left out. */
export function jsonEvents(bytes: Uint8Array): { readonly event?: string; readonly data: unknown }[] {
  return parseEvents(decodeText(bytes)).flatMap(({ event, data }) => {
    const value = jsonOrText(data);
    return value === data ? [] : [{ ...(event === undefined ? {} : { event }), data: value }];
  });
}

/** JSON data as a value; anything else as the text that it is. */
export function jsonOrText(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** One event with its blank line, as text. A string is sent as it is, anything else as JSON. */
export function eventText(event: string | undefined, data: unknown): string {
  const line = typeof data === "string" ? data : JSON.stringify(data);
  return `${event === undefined ? "" : `event: ${event}\n`}data: ${line}\n\n`;
}

export const eventFrame = (event: string | undefined, data: unknown, mark: FrameMark): Frame => ({
  bytes: encodeText(eventText(event, data)),
  mark,
});

/** Frames that are yet to be encoded, and alike but for their middles: of such a streamed turn has hundreds. */
export interface FrameRun {
  readonly before: string;
  readonly middles: readonly string[];
  readonly after: string;
  readonly mark: FrameMark;
}

/** A run of one. */
export const frameText = (text: string, mark: FrameMark): FrameRun => ({
  before: text,
  middles: [""],
  after: "",
  mark,
});

/** Frames around texts of whole code points, each as a JSON string. */
export function runOfTexts(before: string, texts: readonly string[], after: string, mark: FrameMark): FrameRun {
  const plain = JSON.stringify(texts.join("")).length === texts.reduce((sum, { length }) => sum + length, 2);
  // Nothing in them is escaped.
  if (plain) return { before: `${before}"`, middles: texts, after: `"${after}`, mark };
  return { before, middles: texts.map((text) => JSON.stringify(text)), after, mark };
}

/** The frames of a stream that is known to its end, cut from one buffer. */
export function framesOfRuns(runs: readonly FrameRun[]): Frame[] {
  let text = "";
  for (const { before, middles, after } of runs) {
    if (middles.length > 0) text += before + middles.join(after + before) + after;
  }
  const bytes = encodeText(text);
  const lengthOf = bytes.length === text.length ? (part: string) => part.length : Buffer.byteLength;
  const frames: Frame[] = [];
  let from = 0;
  for (const { before, middles, after, mark } of runs) {
    const around = lengthOf(before) + lengthOf(after);
    for (const middle of middles) {
      const start = from;
      from += around + lengthOf(middle);
      frames.push({ bytes: bytes.subarray(start, from), mark });
    }
  }
  return frames;
}

export const commentFrame = (text: string): Frame => ({ bytes: encodeText(`: ${text}\n\n`), mark: "comment" });

export const isEventStream = (headers: Readonly<Record<string, string>>): boolean =>
  /^text\/event-stream\b/i.test(headers["content-type"] ?? "");
