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

/** A frame that is yet to be encoded. */
export interface FrameText {
  readonly text: string;
  readonly mark: FrameMark;
}

/** The frames of a stream that is known to its end, cut from one buffer: a streamed turn has hundreds. */
export function framesOfTexts(texts: readonly FrameText[]): Frame[] {
  const bytes = encodeText(texts.map(({ text }) => text).join(""));
  const plain = bytes.length === texts.reduce((sum, { text }) => sum + text.length, 0);
  let from = 0;
  return texts.map(({ text, mark }) => {
    const start = from;
    from += plain ? text.length : Buffer.byteLength(text);
    return { bytes: bytes.subarray(start, from), mark };
  });
}

export const commentFrame = (text: string): Frame => ({ bytes: encodeText(`: ${text}\n\n`), mark: "comment" });

export const isEventStream = (headers: Readonly<Record<string, string>>): boolean =>
  /^text\/event-stream\b/i.test(headers["content-type"] ?? "");
