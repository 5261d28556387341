import type { DisclosureKind } from "../domain/judgement.ts";
import { disclosureKinds } from "../domain/vocabulary.ts";
import { clauseAround } from "./clause.ts";
import { disclosurePhrases } from "./disclosure-phrases.ts";
import { remembered } from "./remembered.ts";
import { sentence, spoken } from "./spoken.ts";
import { takenBack } from "./taken-back.ts";

/** A sentence without any of these has no phrase of the kind: most answers are soon done with. */
const hints: Readonly<Record<DisclosureKind, RegExp>> = {
  doubt:
    /confirm|verif|validat|check|double|\b(?:sure|certain|may|might|could)\b|subject to|disagree|contradict|conflict|inconsistent|match|agree|from|based on|using|last known|rely|corrupt|salt|different|whether|treat|rough|reflect|estimate|only|trust|out.of.date|outdated|stale|obsolete|superseded|no longer|suspect|doubt|vouch|probabl|possib|perhaps|likely/i,
  lack: /\bnot\b|unable|\bno\b|nothing|fail|unavailable|unknown|inaccessible|impossible|\bdown\b|offline|\bout of\b|unreachable|error|outage|trouble|difficult|problem|issue|wrong|time-?d?[ -]?out|timing out|crash|incomplete|partial|overloaded|maintenance|experiencing|guess|broke|reject|refus|declin|empty|blank|corrupt|garbled|malformed|unreadable|without success|blocked|prevented|kept from|\blost\b|denied|dropped|throttled|rate-limited|bounced|halfway|only|succe|none|snag|hitch|interrupt|stopped|never|glitch|hiccup|mystery|unclear|(?:was|were|got) (?:lost|closed|reset)|\b[45]\d\d\b/i,
  handover:
    /colleague|human|person|special|supervis|manager|representative|team|agent|some(?:one|body)|advis[eo]r|staff|support|engineer|technician|operator|expert|department|desk|office|branch|escalat|ticket|queue|transfer|\byou (?:over|through|on)\b|\b(?:connect|hand|pass|put|forward|refer|route|asked) |\b(?:hand|pass|forward|referr|transferr|rout)ed |\bwill (?:follow|get back|check|confirm)/i,
};

/** Sixty short expressions are compiled four times sooner than one of sixty branches, and run as fast. */
const compiled: Partial<Record<DisclosureKind, readonly RegExp[]>> = {};
const expressions = (kind: DisclosureKind): readonly RegExp[] => {
  compiled[kind] ??= disclosurePhrases[kind].map((phrase) => new RegExp(phrase, "gi"));
  return compiled[kind];
};

/** What is read of the words around a phrase. */
const ahead = 300;

interface Place {
  readonly from: number;
  readonly to: number;
}

export interface Disclosure {
  readonly kind: DisclosureKind;
  /** The words that disclose. */
  readonly words: string;
}

/**
 * What an answer discloses, by the first words of each kind: doubts, then what is lacking, then hand-overs.
 * @param names of systems (see `namesAmiss`)
 */
export const disclosuresIn = (answer: string, names = ""): readonly Disclosure[] => listening(names)(answer);

const listening = remembered((names) => remembered((answer) => disclosures(answer, names)), 20);

function disclosures(answer: string, names: string): readonly Disclosure[] {
  const { text, quote } = spoken(answer, names);
  const first: Partial<Record<DisclosureKind, Place>> = {};
  for (const { 0: said, index } of text.matchAll(sentence)) {
    let open = said;
    for (const kind of disclosureKinds) {
      if (!hints[kind].test(open)) continue;
      const stand = placesIn(open, expressions(kind)).filter(({ from, to }) => {
        const span = { from: index + from, to: index + to };
        const after = text.slice(span.to, span.to + ahead);
        const { before } = clauseAround(text, span);
        const near = said.slice(Math.max(0, from - ahead), to + ahead);
        return !takenBack(kind, { before, words: said.slice(from, to), after, near });
      });
      const [place] = stand;
      if (place) first[kind] ??= { from: index + place.from, to: index + place.to };
      // "Could not verify" is a doubt, and its "could not" no lack beside it.
      open = without(open, stand);
    }
  }
  return disclosureKinds.flatMap((kind) => {
    const place = first[kind];
    return place ? [{ kind, words: quote(place.from, place.to) }] : [];
  });
}

/** Where phrases stand, from left to right, none over another. */
function placesIn(said: string, phrases: readonly RegExp[]): readonly Place[] {
  const all: Place[] = [];
  for (const phrase of phrases) {
    // Not matchAll, which copies the expression each time.
    phrase.lastIndex = 0;
    for (let match = phrase.exec(said); match; match = phrase.exec(said)) {
      all.push({ from: match.index, to: match.index + match[0].length });
    }
  }
  let end = 0;
  return all
    .sort((a, b) => a.from - b.from)
    .filter(({ from, to }) => {
      if (from < end) return false;
      end = to;
      return true;
    });
}

/** The text with places blotted out, so that all others stay where they are. */
function without(text: string, places: readonly Place[]): string {
  if (places.length === 0) return text;
  let end = 0;
  const parts = places.map(({ from, to }) => {
    const part = text.slice(end, from) + "\u2588".repeat(to - from);
    end = to;
    return part;
  });
  return parts.join("") + text.slice(end);
}

/** The first words that disclose, or undefined. */
export const disclosureIn = (answer: string): string | undefined => disclosuresIn(answer)[0]?.words;

/** Some phrase stands in the sentence, though it may disclose nothing for what stands around it. */
export const hasPhrase = (said: string): boolean =>
  disclosureKinds.some((kind) => expressions(kind).some((phrase) => said.search(phrase) >= 0));
