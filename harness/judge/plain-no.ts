/** `I am unable to refund it, as sale items are final`: a no for a reason of the house, told as it is. Nothing failed. */

const inability = /\b(?:unable|not (?:\w+ ){0,2}able|could not|can not)\b(?: to)?/i;
/** What fails for want of a system, and not by a rule. */
const knowing =
  /^ (?:\w+ly )?(?:seem to )?(?:be (?:checked|retrieved|reached|determined|loaded|found|read)\b|(?:access|retrieve|reach|look|search|query|consult|browse|find|locate|see|load|pull|fetch|get|read|open|determine|tell|say|answer|(?:provide|give|obtain|supply|share|offer|send)(?: you)?(?: with)? (?:(?:an?|the|your|any|its|this|that) )?(?:[\w-]+ )?(?:information|details|data|status|location|dates?|times?|eta|answers?|figures?|number|amount|balance|updates?|tracking)\b|connect|check|confirm|verif|track))/i;
const technical =
  /\b(?:systems?(?! (?:does|do) not (?:allow|permit))|services?|tools?|api|servers?|database|backend|website|portal|errors?|fail\w*|down|offline|outage|connection|respon\w+|time[ds]?[ -]?out|technical|unavailable|access|load\w*|maintenance|tried|attempt\w*|reachable|showing|stuck|gone|missing|unclear|bounced|busy|locked(?: me| us)? out|locked by|com(?:e|ing) back|nothing|too long|broken?|crash\w*|blank|empty|h[au]ng\w*|slow|(?:request|session|token) (?:has |is )?expired)\b/i;
const reason =
  /\b(?:(?:since|(?<!\bas \w+ )as|because)\b(?! (?:you (?:asked|requested|can|know)|soon|well|of|far|long|much|for)\b)[^.!?]{3,120}?\b(?:is|are|was|were|has|have|does|do|did|appl(?:y|ies))\b|(?:due to|given|under|per|according to|within|by) (?:\w+ ){0,4}(?:polic\w+|rules?|restrictions?|terms|conditions?|circumstances|guidelines?|limitations?|requirements?|regulations?|law)\b|(?<!\b(?:(?:your|this|that|insurance) (?:\w+ )?|(?:search|find|locate|check|open|read|see|load|access|consult|reach|get|retrieve|query|look up|fetch|pull|quote|cite)(?:ing|ed|s)? (?:\w+ ){0,2}))polic(?:y|ies)\b|without (?:an? |the |your )?(?:\w+ )?(?:insurance|receipt|proof|approval|consent|permission|signature|id|code|number)\b|exceptions?\b)/i;
/** `Remove a passenger`: of any such case, and so a rule. */
const anyCase = /^ [a-z]+ (?:[\w-]+ ){0,5}?(?:an?|any|another|individual)\b/i;
const present = /\b(?:am|are|is) (?:\w+ )?$/i;
const now = /^[^.!?]*\b(?:right now|just now|at (?:the|this) (?:moment|time|point)|at present|currently|for now)\b/i;
const passing =
  /\b(?:right now|just now|at (?:the|this) (?:very )?(?:moment|time|point)|at present|currently|presently|for now|for the (?:moment|time being)|temporarily|momentarily|still|yet)\b/i;

/** A reason of the house is given, and none of machines. */
export const isRule = (said: string): boolean => reason.test(said) && !technical.test(said);

/** And it is one that passes, which no rule does: it may be a system's as well as the house's. */
export const isPassing = (said: string): boolean => isRule(said) && passing.test(said);

/** @param near what stands around the words in their sentence */
export function plainNo(before: string, words: string, after: string, near: string): boolean {
  const said = inability.exec(words);
  if (!said) return false;
  const deed = words.slice(said.index + said[0].length) + after;
  if (knowing.test(deed)) return false;
  return isRule(near) || (present.test(before) && anyCase.test(deed) && !now.test(deed) && !technical.test(near));
}
