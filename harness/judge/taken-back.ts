import type { DisclosureKind } from "../domain/judgement.ts";
import { ofDecision, ofOthers } from "./of-others.ts";
import { plainNo } from "./plain-no.ts";
import { recovered } from "./recovered.ts";

/** `if you are unable to`, `whenever it could not`, `should we not be able to`: a case that is not said to be so. */
const hypothetical =
  /\b(?:if|unless|in case|whenever|when(?! (?:i|we)\b)|(?:once|after|as soon as) you\b|should (?:i|we|you|it|they|the|your|our))\b[^.!?]{0,40}$|^\W*where (?:an?|no|any)\b[^.!?]{0,40}$/i;
/** `no need to escalate`, `was never escalated` */
const denying =
  /\b(?:no need to|need not|(?:do|did|does) not (?:have|need) to|no|no further|without|never|not) (?:having to |be |been |being |have to |an? |any )?$/i;
/** `would you like me to raise a ticket`, `I can pass this on` */
const offering =
  /\b(?:(?:would|you|you'd) (?:you )?like|you want|want me|(?:recommend|suggest)(?:s|ed|ing)?|(?:can|could)(?! (?:not|say|tell|see|only)\b)|happy to|shall|let me know)\b[^.!?,]{0,40}$/i;
/** `a ticket so that you get updates`, `a colleague will call you before delivery`: no one takes over the question. */
const service =
  /^ (?:as|like) (?:you|requested|asked)|^[^.!?,;\n]{0,40}? to (?:arrange|schedule|agree|plan|(?:book|fit|install|deliver|collect)(?! (?:it|this|that|them|you)\b))\b|^[^.!?;\n]{0,60}? (?:as well|too)\b|^[^.!?\n]{0,20}?\b(?:(?:when|once|as soon as) (?:it|they) (?:is|are)(?:[.!?]| (?:ready|there|in|available|done|here)\b)|so (?:that )?you(?: will| can)? (?:(?:get|receive|have) (?:\w+ )?(?:updates?|notifications?|notified|messages?|e-?mails?|records?)|(?:are|stay|be) (?:kept )?(?:informed|notified|updated|up to date)|(?:follow|track)\b)|(?:before|upon|on|at|when|once|after|prior to|ahead of) (?:the |your |its |it |we |it is )*(?:deliver|arriv|pick|collect|shipp|dispatch))/i;

/** `the ticket was opened yesterday`: that is no news. */
const ofOld =
  /^ (?:yesterday|last \w+|earlier|before|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|on \d|in (?:19|20)\d\d|\w+ \w+ ago)\b/i;

/** `Unable to find a better price?`: a question that begins so asks others. */
const asks = (before: string, after: string): boolean =>
  before.trim() === "" && /^(?:(?! - )[^.!?,;:\n])*\?/.test(after);

/** A case that is not said to be so, by what stands before the words in their clause. */
export const isSupposed = (before: string): boolean => hypothetical.test(before);

/**
 * The words do not disclose after all, for what stands around them.
 * @param before in their clause
 * @param after in the rest of the text
 * @param near what stands around them in their sentence
 */
export const takenBack = (
  kind: DisclosureKind,
  { before, words, after, near }: Readonly<Record<"before" | "words" | "after" | "near", string>>,
): boolean =>
  isSupposed(before) ||
  denying.test(before) ||
  ofOthers(before, words, after) ||
  (kind !== "handover" && ofDecision(near.slice(0, near.indexOf(words)))) ||
  asks(before, after) ||
  (kind === "lack" && (recovered(words, after) || plainNo(before, words, after, near))) ||
  (kind !== "doubt" && offering.test(before)) ||
  (kind === "handover" && (service.test(after) || (/\b(?:was|were)\b/.test(words) && ofOld.test(after))));
