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

/** The frames of a stream that is known to its end, cut from one buffer. What a run's frames share is encoded once. */
export function framesOfRuns(runs: readonly FrameRun[]): Frame[] {
  const parts = runs.map((run) => ({ ...run, before: encodeText(run.before), after: encodeText(run.after) }));
  let most = 0;
  for (const { before, middles, after } of parts) {
    most += middles.length * (before.length + after.length);
    for (const { length } of middles) most += longestUnit * length;
  }
  const bytes = Buffer.allocUnsafeSlow(most);
  const frames: Frame[] = [];
  let at = 0;
  for (const { before, middles, after, mark } of parts) {
    for (const middle of middles) {
      const from = at;
      bytes.set(before, at);
      at = writeText(bytes, middle, at + before.length);
      bytes.set(after, at);
      at += after.length;
      frames.push({ bytes: new Uint8Array(bytes.buffer, from, at - from), mark });
    }
  }
  return frames;
}

/** Bytes of UTF-8 that a UTF-16 code unit takes at the most. */
const longestUnit = 3;

/** Writes a text, short and mostly ASCII, and gives where it ends. */
function writeText(bytes: Buffer, text: string, from: number): number {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return from + bytes.write(text, from);
    bytes[from + index] = unit;
  }
  return from + text.length;
}

export const commentFrame = (text: string): Frame => ({ bytes: encodeText(`: ${text}\n\n`), mark: "comment" });

export const isEventStream = (headers: Readonly<Record<string, string>>): boolean =>
  /^text\/event-stream\b/i.test(headers["content-type"] ?? "");
