import type { DisclosureKind } from "../domain/judgement.ts";
import { clauseAround } from "./clause.ts";
import { disclosurePhrases } from "./disclosure-phrases.ts";
import { foldText } from "./fold-text.ts";
import { remembered } from "./remembered.ts";

const compile = (kind: DisclosureKind) =>
  [kind, new RegExp(disclosurePhrases[kind].map((phrase) => `(?:${phrase})`).join("|"), "gi")] as const;
const kinds = [compile("doubt"), compile("lack"), compile("handover")];

/** `if you are unable to`, `whenever it could not`, `should we not be able to`: a case that is not said to be so. */
const hypothetical =
  /\b(?:if|unless|in case|whenever|when(?! (?:i|we)\b)|should (?:i|we|you|it|they|the|your|our))\b[^.!?]{0,40}$/i;
/** `no need to escalate`, `was never escalated` */
const denying =
  /\b(?:no need to|need not|(?:do|did|does)(?: not|n't) (?:have|need) to|no|no further|without|never|not|n't been|hasn't|haven't|wasn't) (?:having to |be |been |being |have to |an? |any )?$/i;
/** `would you like me to raise a ticket`, `I can pass this on` */
const offering =
  /\b(?:(?:would|you|you'd) (?:you )?like|you want|want me|can(?! (?:say|tell|see|only)\b)|could(?! (?:say|tell|see|only)\b)|happy to|shall|let me know)\b[^.!?,]{0,40}$/i;
/** `customers could not`, `parcels which were unable to`: said of others. The words that disclose are a verb, then. */
const ofOthers =
  /\b(?:customers?|buyers?|you|they)(?: are| were|'re|'ve been)? (?:(?!i |we |our |the |that |it )[\w]+ )?$|\b(?:who|that|which)(?: are| were| is| was|'re)? $/i;
const verbFirst =
  /^(?:could|can|cannot|unable|not|fail|is|was|are|were|isn|wasn|aren|weren|been|being|n't|found|find|escalat)/i;

/** `Unable to find a better price?`: a question that begins so asks others. */
const asks = (before: string, after: string): boolean => before.trim() === "" && /^[^.!?\n]*\?/.test(after);

const takenBack = (before: string, words: string): boolean =>
  hypothetical.test(before) ||
  denying.test(before) ||
  offering.test(before) ||
  (verbFirst.test(words) && ofOthers.test(before));

export interface Disclosure {
  readonly kind: DisclosureKind;
  /** The words that disclose. */
  readonly words: string;
}

/** Everything in an answer that discloses, in the order of kinds: doubts, then what is lacking, then hand-overs. */
export const disclosuresIn = remembered((answer: string): readonly Disclosure[] => {
  const text = foldText(answer);
  const found: (Disclosure & { readonly from: number; readonly to: number })[] = [];
  for (const [kind, phrases] of kinds) {
    for (const match of text.matchAll(phrases)) {
      const span = { from: match.index, to: match.index + match[0].length };
      // "Could not verify" is a doubt, and its "could not" no lack beside it.
      if (found.some((other) => other.kind !== kind && other.from < span.to && span.from < other.to)) continue;
      const { before } = clauseAround(text, span);
      if (takenBack(before, match[0]) || asks(before, text.slice(span.to))) continue;
      found.push({ kind, words: match[0].trim(), ...span });
    }
  }
  return found.map(({ kind, words }) => ({ kind, words }));
});

/** The first words that disclose, or undefined. */
export const disclosureIn = (answer: string): string | undefined => disclosuresIn(answer)[0]?.words;
