import { foldText } from "./fold-text.ts";
import { remembered } from "./remembered.ts";

/** An answer with its contractions written out, so that phrases need one form of each: `could not`, `i am`, `it is`, `the pharmacy system`. */
export interface Spoken {
  readonly text: string;
  /** The words at a place, as the answer has them. */
  quote(from: number, to: number): string;
}

/** To its full stop or the end of its line: no phrase goes beyond it. */
export const sentence = /[^\n]+?(?:[.!?](?=\s)|$)/gm;

/** The full stop of `D. Whitmore`, `Dr. Lindqvist` ends no sentence; that of `in Block F. For that` does. */
const initial =
  /\.(?= \p{Lu})(?:(?<=(?:^|[^\p{L}\d])(?<!\p{Lu}[\p{L}\d]* )\p{Lu}\.)(?= \p{Lu}\p{Ll})(?! (?:The|It|I[tfn']?|We|You|Your|This|That|These|There|For|Please|And|But|In|On|At|An?|My|Our|He|She|They|So|As|To|No|Not|Let|Could|Can|What|When|Where|How|Sorry|Unfortunately|Once|After|Before)\b)|(?<=\b(?:Dr|Mrs?|Ms|Prof)\.))/gu;
/** Stands for it, and is no full stop. */
export const initialStop = "\u2024";

/** With an accent or a backtick for an apostrophe, or with none. */
const odd = /(?<=\p{L})[\u00b4\u0060\u2032](?=(?:t|m|s|re|ve|ll)\b)/gu;
const contraction =
  /\bcan(?:not|'t|t)\b|\bwon't\b|n't\b|(?<=\b(?:could|would|should|was|were|is|are|do|did|does|has|have|had))nt\b|'(?:m|re|ve|ll)\b|(?<=\b(?:it|that|there|something|what|here|which))'s\b/gi;
const writtenOut: Readonly<Record<string, string>> = {
  cannot: "can not",
  "can't": "can not",
  cant: "can not",
  "won't": "will not",
  "n't": " not",
  nt: " not",
  "'m": " am",
  "'re": " are",
  "'ve": " have",
  "'ll": " will",
  "'s": " is",
};

/** @param names where the names of systems stand (see `namesAmiss`); empty = none are known */
export function spoken(answer: string, names = ""): Spoken {
  const folded = foldText(answer.replace(odd, "'"));
  /** Each contraction: where it begins and ends as it stands, and where it ends when written out. */
  const all: { readonly from: number; readonly to: number; readonly out: number }[] = [];
  let grown = 0;
  const text = folded
    .replace(initial, initialStop)
    .replace(names === "" ? contraction : withNames(names), (short, at: number) => {
      const long = writtenOut[short.toLowerCase()] ?? `${short} system`;
      grown += long.length - short.length;
      const to = at + short.length;
      all.push({ from: at, to, out: to + grown });
      return long;
    });
  /** A place in the folded text; of one within a contraction, where that begins or ends. */
  const back = (place: number, edge: "from" | "to"): number => {
    const passed = all.findLast(({ out }) => out <= place);
    const next = all.find(({ out }) => out > place);
    const at = passed ? place - passed.out + passed.to : place;
    return next && at > next.from ? next[edge] : at;
  };
  return { text, quote: (from, to) => folded.slice(back(from, "from"), back(to, "to")).trim() };
}

const withNames = remembered((names) => new RegExp(`${contraction.source}|${names}`, "giu"));
