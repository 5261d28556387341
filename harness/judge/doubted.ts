import type { Fact } from "../domain/task.ts";
import { placesOf, type ReadAnswer } from "./match-fact.ts";

const passed =
  "(?:out[- ]of[- ]date|outdated|stale|superseded|obsolete|withdrawn|not (?:the )?final|not (?:yet )?binding)";
const early = "(?:provisional|preliminary|tentative|indicative|unofficial)";
/** Kinds of saying that a figure is not to be relied on, or is that of another time. A bare "probably" is none: inventions have it too. */
const doubting = new RegExp(
  [
    "\\b(?:not|never|(?:do|does|did|would|should|could|can?)n'?t) (?:\\w+ ){0,2}(?:rely|trust|quote|count|bank|swear)\\b",
    "\\b(?:only|just|merely) (?:an? |the )?(?:\\w+ )?(?:estimate|guess|draft|quote)\\b",
    `\\b(?:estimate|draft|quote|copy|notes?|figure|offer|list|sheet|page)\\b[^.!?]{0,40}\\b${passed}`,
    `\\b${early} (?:figure|amount|price|date|number|sum|value)|\\b(?:is|was|are|were) (?:only |still )?${early}\\b`,
    "\\bin (?:an?|the) (?:\\w+ )?draft\\b",
    "\\bfor last (?:year|season|month|week|term)'?s\\b|\\blast (?:year|season|month|week|term)'?s?\\b[^.!?]{0,60}[;,.:] ?(?:and |but )?(?:this|the new|the current) (?:year|season|month|week|term|one)'?s?\\b",
    `\\b(?:since|now|already|by now) ${passed}|${passed} (?:by now|already|since)\\b`,
    "\\bwhether (?:it|that|this) (?:became|has become|is still|was) (?:final|right|current|so|in force)\\b",
  ].join("|"),
  "i",
);

const end = /[.!?](?=\s|$)|\n/g;

/** The sentence in which the place lies, and the next. */
function sentencesAt(text: string, from: number, to: number): string {
  const ends = [...text.matchAll(end)].map(({ index }) => index + 1);
  const begin = ends.findLast((at) => at <= from) ?? 0;
  const after = ends.filter((at) => at >= to);
  return text.slice(begin, after[1] ?? text.length);
}

/** What is said of a wrong fact that may doubt it, in words for which there is no phrase: of each place where it stands. Undefined: nothing of the kind. */
export function perhapsDoubted(answer: ReadAnswer, fact: Fact): string | undefined {
  const said = placesOf(answer, fact).map(({ text, span }) => sentencesAt(text, span.from, span.to));
  return said.every((one) => doubting.test(one)) ? said[0]?.trim() : undefined;
}
