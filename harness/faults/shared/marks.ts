import type { Hit } from "../../domain/retrieval.ts";
import { flattened } from "../../domain/signs.ts";
import { isRecord } from "./json.ts";

/** A few are enough to know a reply by, and the journal stays short. */
const most = 8;
const longest = 100;
const shortest = 4;

/** Parts of a changed value that the value before did not have: changed members as `"name":value`, and what stands around them. */
export function marksOfValue(before: unknown, after: unknown): readonly string[] {
  const was = flattened(JSON.stringify(before) ?? "");
  const is = flattened(JSON.stringify(after) ?? "");
  const members = [...membersIn(after)].filter((mark) => !was.includes(mark));
  return distinct([...members.slice(0, most - 1), ...edge(was, is)]);
}

/** Parts of the texts of hits that no text before had. */
export function marksOfHits(before: readonly Hit[], after: readonly Hit[]): readonly string[] {
  const was = before.map(({ text }) => flattened(text)).join("\n");
  const fresh = after.map(({ text }) => text).filter((text) => !was.includes(flattened(text)));
  return distinct(fresh.flatMap((text) => sentenceOf(text, was)));
}

/** The first sentence that is new. */
function sentenceOf(text: string, was: string): readonly string[] {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/).map((sentence) => flattened(sentence).slice(0, longest));
  const found = sentences.find((sentence) => sentence.length >= shortest && !was.includes(sentence));
  return found === undefined ? [] : [found];
}

function* membersIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* membersIn(item);
  if (!isRecord(value)) return;
  for (const [name, member] of Object.entries(value)) {
    const mark = flattened(`${JSON.stringify(name)}:${JSON.stringify(member) ?? ""}`);
    if (typeof member !== "object" || member === null || mark.length <= 40) yield mark.slice(0, longest);
    else yield* membersIn(member);
  }
}

/** Where the two texts part, with a little of what both have: the seam that a missing member leaves. */
function edge(was: string, is: string): readonly string[] {
  let from = 0;
  while (from < is.length && is[from] === was[from]) from += 1;
  const mark = is.slice(Math.max(0, from - 20), from + 40);
  return was.includes(mark) ? [] : [mark];
}

const distinct = (marks: readonly string[]): readonly string[] =>
  [...new Set(marks)].filter((mark) => mark.length >= shortest).slice(0, most);
