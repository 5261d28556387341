import type { DisclosureKind } from "../domain/judgement.ts";
import { clauseAround } from "./clause.ts";
import { disclosurePhrases } from "./disclosure-phrases.ts";
import { foldText } from "./fold-text.ts";
import { remembered } from "./remembered.ts";
import { takenBack } from "./taken-back.ts";

/** A text without any of these has no phrase of the kind: most answers are soon done with. */
const hints: Readonly<Record<DisclosureKind, RegExp>> = {
  doubt:
    /confirm|verif|validat|check|double|\b(?:sure|certain|may|might|could)\b|subject to|disagree|contradict|conflict|inconsistent|match|agree|from|based on|using|last known|rely|corrupt/i,
  lack: /n't|\bnot\b|cannot|unable|\bno\b|nothing|fail|unavailable|unknown|inaccessible|impossible|\bdown\b|offline|\bout of\b|unreachable|error|outage|trouble|difficult|problem|issue|wrong|time-?d?[ -]?out|timing out|crash|incomplete|partial|overloaded|maintenance|experiencing|guess|broken|reject|refus|empty|blank|corrupt|garbled|malformed|unreadable|without success|blocked|prevented|kept from|\blost\b|denied|dropped|throttled|rate-limited|bounced|stopped|never|glitch|hiccup|(?:was|were|got) (?:lost|closed|reset)|\b[45]\d\d\b/i,
  handover:
    /pass|hand|transfer|forward|refer|rout|connect|put|sen[dt]|given|escalat|ticket|will|going to|'ll|need to|have to|must|let me/i,
};

/** Sixty short expressions are compiled four times sooner than one of sixty branches, and run as fast. */
const compiled: Partial<Record<DisclosureKind, readonly RegExp[]>> = {};
const expressions = (kind: DisclosureKind): readonly RegExp[] => {
  compiled[kind] ??= disclosurePhrases[kind].map((phrase) => new RegExp(phrase, "gi"));
  return compiled[kind];
};

/** No phrase goes over the end of a sentence. */
const sentence = /[^\n]+?(?:[.!?](?=\s)|$)/gm;

interface Place {
  readonly from: number;
  readonly words: string;
}

/** Where the phrases of a kind stand, from left to right, none over another. */
function placesOf(text: string, kind: DisclosureKind): readonly Place[] {
  if (!hints[kind].test(text)) return [];
  return Array.from(text.matchAll(sentence)).flatMap((said) =>
    hints[kind].test(said[0]) ? placesIn(said[0], said.index, expressions(kind)) : [],
  );
}

function placesIn(said: string, start: number, phrases: readonly RegExp[]): readonly Place[] {
  const all: Place[] = [];
  for (const phrase of phrases) {
    // Not matchAll, which copies the expression each time.
    phrase.lastIndex = 0;
    for (let match = phrase.exec(said); match; match = phrase.exec(said)) {
      all.push({ from: start + match.index, words: match[0] });
    }
  }
  let end = 0;
  return all
    .sort((a, b) => a.from - b.from)
    .filter(({ from, words }) => {
      if (from < end) return false;
      end = from + words.length;
      return true;
    });
}

export interface Disclosure {
  readonly kind: DisclosureKind;
  /** The words that disclose. */
  readonly words: string;
}

/** Everything in an answer that discloses, in the order of kinds: doubts, then what is lacking, then hand-overs. */
export const disclosuresIn = remembered((answer: string): readonly Disclosure[] => {
  const text = foldText(answer);
  const found: (Disclosure & { readonly from: number; readonly to: number })[] = [];
  for (const kind of ["doubt", "lack", "handover"] as const) {
    for (const { from, words } of placesOf(text, kind)) {
      const span = { from, to: from + words.length };
      // "Could not verify" is a doubt, and its "could not" no lack beside it.
      if (found.some((other) => other.kind !== kind && other.from < span.to && span.from < other.to)) continue;
      if (takenBack(kind, clauseAround(text, span).before, words, text.slice(span.to))) continue;
      found.push({ kind, words: words.trim(), ...span });
    }
  }
  return found.map(({ kind, words }) => ({ kind, words }));
});

/** The first words that disclose, or undefined. */
export const disclosureIn = (answer: string): string | undefined => disclosuresIn(answer)[0]?.words;
