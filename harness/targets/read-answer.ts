import { namesError } from "../domain/named-error.ts";
import type { Answer } from "../domain/task.ts";

const textKeys = ["answer", "text", "output"] as const;

/** What an answer must look like, for messages. */
export const answerShape = 'a string, or an object with the answer as a string under "answer", "text" or "output"';

/** Reads what a target gave; undefined if it is no answer. Whatever else the object holds becomes `data`. */
export function readAnswer(value: unknown): Answer | undefined {
  if (typeof value === "string") return { text: value };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const members = value as Record<string, unknown>;
  for (const key of textKeys) {
    const text = members[key];
    if (typeof text !== "string") continue;
    if ("data" in members && members.data !== undefined) return { text, data: members.data };
    const { [key]: _, data: _none, ...rest } = members;
    return Object.keys(rest).length > 0 ? { text, data: rest } : { text };
  }
  return undefined;
}

/** A value in a message: its kind and its beginning. */
export function glimpse(value: unknown): string {
  if (value === undefined) return "nothing (undefined)";
  let text: string | undefined;
  try {
    text = typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    // circular, or a bigint inside
  }
  text ??= String(value);
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return `${value === null ? "" : /^[aeiou]/.test(kind) ? "an " : "a "}${kind}: ${short}`;
}

/** The last lines of a log, for messages, below the error that a long stack has pushed out of them. */
export function lastLines(text: string, count = 5): string {
  const lines = text.trimEnd().split("\n");
  const last = lines.slice(-count);
  const named = last.some(namesError) ? undefined : lines.slice(0, -count).findLast(namesError);
  return [...(named === undefined ? [] : [named]), ...last].join("\n");
}
