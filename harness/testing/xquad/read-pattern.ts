import type { Span } from "./old-version.ts";

/** A text and the place in it that is asked for. */
export interface Place {
  readonly text: string;
  readonly span: Span;
}

/**
 * A regular expression whose first match in each of the texts has the place as its first group: the words around it, as
 * few as will do. @returns undefined if no surroundings single it out.
 */
export function patternFor(places: readonly Place[]): string | undefined {
  const wanted = places.map(({ text, span }) => text.slice(span.from, span.to));
  const inner = wanted.some((text) => text.includes('"')) ? "." : '[^"]';
  for (const size of [24, 40, 64, 100, 160, 260]) {
    const before = alternatives(places.map(({ text, span }) => lead(text, span.from, size)));
    const after = alternatives(places.map(({ text, span }) => tail(text, span.to, size)));
    const pattern = `${before}(${inner}{1,400}?)${after}`;
    const found = places.map(({ text }) => new RegExp(pattern, "i").exec(`"text":"${text}"`)?.[1]);
    if (found.every((text, index) => text === wanted[index])) return pattern;
  }
  return undefined;
}

/** Whole words where the text has them; the edge of the text is the quotation mark of its JSON. */
function lead(text: string, at: number, size: number): string {
  if (at <= size) return `"text":"${text.slice(0, at)}`;
  return text.slice(at - size, at).replace(/^\S*\s(?=\S)/, "");
}
function tail(text: string, at: number, size: number): string {
  if (text.length - at <= size) return `${text.slice(at)}"`;
  return text.slice(at, at + size).replace(/(?<=\S)\s\S*$/, "");
}

const alternatives = (texts: readonly string[]): string =>
  `(?:${[...new Set(texts)].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`;
