import type { Answer } from "../domain/task.ts";
import { readAnswer } from "./read-answer.ts";

/** The data of each event of a server-sent event stream, in order (WHATWG HTML 9.2.6; CR, LF and CRLF end lines). */
export async function* sseEvents(body: AsyncIterable<Uint8Array>): AsyncIterable<{ event: string; data: string }> {
  const decoder = new TextDecoder();
  let rest = "";
  let event = "";
  let data: string[] = [];
  const line = function* (text: string): Iterable<{ event: string; data: string }> {
    if (text === "") {
      if (data.length > 0) yield { event: event || "message", data: data.join("\n") };
      event = "";
      data = [];
      return;
    }
    const colon = text.indexOf(":");
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
  };
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    // A CR at the very end may be half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const text of lines) yield* line(text);
  }
  if (rest !== "") yield* line(rest.replace(/\r$/, ""));
  yield* line(""); // servers forget the last blank line
}

/** The data of an event: JSON, or the text that it is. */
export function eventValue(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

type Members = Readonly<Record<string, unknown>>;
const members = (value: unknown): Members | undefined =>
  typeof value === "object" && value !== null ? (value as Members) : undefined;
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** What one event adds to the text, in the shapes that agents commonly stream. */
function deltaOf(value: unknown): string {
  if (typeof value === "string") return value;
  const event = members(value);
  if (!event) return "";
  const choices = event.choices;
  if (Array.isArray(choices)) return text(members(members(choices[0])?.delta)?.content) ?? ""; // OpenAI chat
  const delta = event.delta;
  const type = text(event.type);
  if (type !== undefined) {
    // OpenAI Responses, AI SDK, Anthropic: only the deltas that carry text the user sees.
    if (!/(text[-_.]delta|content_block_delta|TEXT_MESSAGE_CONTENT|token)$/.test(type)) return "";
    return text(delta) ?? text(members(delta)?.text) ?? text(event.textDelta) ?? text(event.token) ?? "";
  }
  return (
    text(delta) ??
    text(members(delta)?.text) ??
    text(members(delta)?.content) ??
    text(event.token) ??
    text(event.content) ??
    ""
  );
}

/** An error that the stream itself reports; undefined if the event is none. */
function errorOf(name: string, value: unknown): string | undefined {
  const event = members(value);
  if (name !== "error" && event?.type !== "error" && members(event?.error) === undefined) return undefined;
  const error = event?.error ?? value;
  return (
    text(members(error)?.message) ??
    text(event?.errorText) ??
    (typeof error === "string" ? error : JSON.stringify(error))
  );
}

export type StreamedAnswer = { readonly answer: Answer } | { readonly error: string } | { readonly events: number };

/** Joins a stream into an answer: a whole answer in one event wins over the joined deltas. `events` = there was neither. */
export async function readStream(body: AsyncIterable<Uint8Array>): Promise<StreamedAnswer> {
  let joined = "";
  let whole: Answer | undefined;
  let events = 0;
  for await (const { event, data } of sseEvents(body)) {
    events += 1;
    if (data === "[DONE]") break;
    const value = eventValue(data);
    const error = errorOf(event, value);
    if (error !== undefined) return { error };
    const object = members(value);
    const complete = object && !("type" in object) ? readAnswer(object) : undefined;
    if (complete) {
      // `{text}` on every event is a delta in disguise; `{answer}` and `{output}` are final.
      if (object && "text" in object && !("answer" in object) && !("output" in object)) joined += complete.text;
      else whole = complete;
    } else joined += deltaOf(typeof value === "number" || typeof value === "boolean" ? data : value);
  }
  if (whole) return { answer: whole };
  return joined === "" ? { events } : { answer: { text: joined } };
}
