import type { Fact } from "../domain/task.ts";
import { attributed } from "./attribution.ts";
import { denied, type Span } from "./clause.ts";
import { canonOf, canonText, foldText } from "./fold-text.ts";
import { remembered } from "./remembered.ts";

/** An answer, folded once for all facts of its task. */
export interface ReadAnswer {
  readonly folded: string;
  readonly canon: string;
  /** The same on one line. */
  readonly flat: string;
  /** What is known of facts, as far as it has been asked for. */
  readonly known: WeakMap<Fact, Known>;
}
export const readAnswer = remembered((text: string): ReadAnswer => {
  const folded = foldText(text);
  const canon = canonOf(folded);
  return { folded, canon, flat: onOneLine(canon), known: new WeakMap() };
});

const onOneLine = (text: string): string => text.replace(/\n/g, " ");

/** A place where a fact stands, with the form of the text in which it was found. */
export interface Place {
  readonly text: string;
  readonly span: Span;
}

/** Everywhere that the fact's words stand, whether affirmed or denied. */
export const placesOf = (answer: ReadAnswer, fact: Fact): readonly Place[] => knownOf(answer, fact).places;

interface Known {
  readonly places: readonly Place[];
  stated?: boolean;
  asserted?: boolean;
}

function knownOf(answer: ReadAnswer, fact: Fact): Known {
  const known = answer.known.get(fact);
  if (known) return known;
  const found: Known = { places: search(answer, fact) };
  answer.known.set(fact, found);
  return found;
}

function search(answer: ReadAnswer, fact: Fact): readonly Place[] {
  if ("text" in fact) return textPlaces(answer, fact.text);
  if ("anyOf" in fact) return fact.anyOf.flatMap((text) => textPlaces(answer, text));
  if ("matches" in fact) return [...patternPlaces(answer.folded, fact.matches)];
  return numberPlaces(answer.canon, fact.number, fact.tolerance);
}

/** The fact is said, and not denied in the same breath. */
export function states(answer: ReadAnswer, fact: Fact): boolean {
  const known = knownOf(answer, fact);
  known.stated ??= known.places.some(({ text, span }) => !denied(text, span));
  return known.stated;
}

/** The same of what must not be said: `it used to be 45 days` and `the customer thinks it is 45 days` do not say it either. */
export function asserts(answer: ReadAnswer, fact: Fact): boolean {
  const known = knownOf(answer, fact);
  known.asserted ??= known.places.some(({ text, span }) => !denied(text, span) && !attributed(text, span));
  return known.asserted;
}

const needleOf = remembered((wanted) => onOneLine(canonText(wanted)));

function textPlaces({ canon: text, flat }: ReadAnswer, wanted: string): readonly Place[] {
  const needle = needleOf(wanted);
  if (needle === "") return [];
  const places: Place[] = [];
  for (let at = flat.indexOf(needle); at >= 0; at = flat.indexOf(needle, at + 1)) {
    const to = at + needle.length;
    if (standsAlone(flat, at, to)) places.push({ text, span: { from: at, to } });
  }
  return places;
}

/** `30 days` is not in `130 days` nor in `1.30 days`, `size 4` not in `size 42`, `able` not in `unable`, `1990` not in `1990s`; `refund` is in `refunded`. */
function standsAlone(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - 2), from);
  const after = text.slice(to, to + 2);
  const first = text[from] ?? "";
  const last = text[to - 1] ?? "";
  if (/\d/.test(first) && /(?:[\p{L}\d]|\d[.,]|[.,]\d)$/u.test(before)) return false;
  if (/[$€£]/.test(first) && /[\d]$/.test(before)) return false;
  if (/\p{L}/u.test(first) && /[\p{L}\d]$/u.test(before)) return false;
  if (/\d/.test(last) && /^(?:\d|[.,]\d|s\b|th|st|nd|rd)/.test(after)) return false;
  if (/\p{L}/u.test(last) && !isInflection(last, text.slice(to, to + 8))) return false;
  return true;
}

/** What may follow the last letter: nothing, or an ending of the same word. `four` is not in `fourteen`, nor `war` in `warranty`. */
function isInflection(last: string, after: string): boolean {
  // `cancel` doubles its last letter in `cancelled`.
  return inflected.test(after) || (after.startsWith(last) && /^(?:ed|ing)(?!\p{L})/u.test(after.slice(1)));
}
const inflected = /^(?:ed|ing|e?s|d|'s)?(?![\p{L}\d])/u;

const patternOf = remembered((pattern) => new RegExp(pattern, "gim"));

function* patternPlaces(text: string, pattern: string): Generator<Place> {
  for (const match of text.matchAll(patternOf(pattern))) {
    yield { text, span: { from: match.index, to: match.index + match[0].length } };
  }
}

/** A number that is neither part of a name (`TG-1001`, `v2`) nor of a date (`2024-05-30`). */
const numeral = /(?<![\p{L}\d_.,/#-])(-)?[$€£]?(-)?(\d+(?:\.\d+)?)(?!\d|[-/]\d+[-/]\d)/gu;
const range = /(?<=\d[ ]?-[ ]?)[$€£]?(\d+(?:\.\d+)?)(?!\d|-\d)/g;

function numberPlaces(text: string, wanted: number, tolerance: number): readonly Place[] {
  const near = (value: number): boolean => Math.abs(value - wanted) <= tolerance + 1e-9 * Math.max(1, Math.abs(wanted));
  const places: Place[] = [];
  for (const match of text.matchAll(numeral)) {
    const sign = match[1] || match[2] ? -1 : 1;
    if (near(sign * Number(match[3])))
      places.push({ text, span: { from: match.index, to: match.index + match[0].length } });
  }
  for (const match of text.matchAll(range)) {
    const lead = text.slice(0, match.index);
    // `2 - 5 days` has two ends; `2024-05-30` has none.
    if (/(?:^|[^\d-])[$€£]?\d+(?:\.\d+)? ?- ?$/.test(lead) && near(Number(match[1]))) {
      places.push({ text, span: { from: match.index, to: match.index + match[0].length } });
    }
  }
  return places;
}

/** For reasons: `"30 days"`, `one of "a", "b"`, `/x/`, `89.5 (± 0.01)`. */
export function describeFact(fact: Fact): string {
  if ("text" in fact) return `"${fact.text}"`;
  if ("anyOf" in fact) return `one of ${fact.anyOf.map((text) => `"${text}"`).join(", ")}`;
  if ("matches" in fact) return fact.as === undefined ? `/${fact.matches}/` : `"${fact.as}"`;
  return fact.tolerance === 0 ? String(fact.number) : `${fact.number} (± ${fact.tolerance})`;
}
