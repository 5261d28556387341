/** A trouble that what follows takes back: `the system was down earlier, but it's back`, `it failed, but the second try worked`. */

const span = /^[^.!?\n]*(?:[.!?]\s[^.!?\n]*)?/;
const works =
  /(?:'s|\b(?:is|are|came|got|has been|have been|was|were))(?: (?:now|all|since|just|already|then|quickly|soon|meanwhile))* (?:back\b(?! (?:to|with|in|at|on (?!line)))|up (?:and running|again)|(?:online|running|working|available|reachable|responding|fine|okay|ok) (?:again|now)|working (?:fine|normally|properly))|\b(?:has|have) (?:now |since |already )?(?:been (?:restored|fixed|resolved|repaired|sorted)|recovered|come back)\b|\b(?:is|are) now (?:restored|fixed|resolved|repaired|back|working|available)\b/i;
/** `once it is back`, `I hope it is working again soon` */
const awaited =
  /\b(?:once|when|whenever|until|till|if|as soon as|after|whether|unless|by the time|hop(?:e|ing|efully)|expect\w*|should|will|not)\b[^.!?]{0,60}$/i;
const askAgain = /\b(?:please )?(?:ask|try)(?: \w+)? again\b/i;
const gotIt =
  /\bbut (?:then |in the end |eventually |finally |now )?(?:i|we)(?: have)? (?:\w+ )?(?:found (?:it|them|out)\b|managed it|got (?:it|through|there)\b|succeeded|reached (?:it|them)|(?:managed|was able|were able) to (?:reach|get|find|retrieve|fetch|load|track|look) (?:it|them|that|this|through|the answer)\b)|\bbut (?:(?:the|a|my|on the) )?(?:second|next|third|other|another|later|retry|retrying|it|that|this)(?: \w+){0,2} (?:worked|succeeded|went through|was successful)\b/i;
const foundAll =
  /\bbut (?:then )?(?:i|we)(?: have)? (?:still |now |then |eventually )?(?:found|got|retrieved|managed to|was able to (?:find|get|see|track))\b/i;
/** What was found is no full answer. */
const partly =
  /\b(?:old|older|earlier|cached|last|previous|yesterday|cop(?:y|ies)|back-?up|only|at least|part|ticket|another source|may|might)\b/i;
const ofTheSpeaker = /^(?:i|we|could|can|cannot|unable|not|was|am|don|haven|did)/i;
const over =
  /^ (?:very )?(?:briefly|earlier(?: today)?|this morning|yesterday|last night|for a (?:moment|second|minute|while|bit))\b(?! when)/i;

/** `could not reach it at first, so I tried again: …` */
const firstOnly =
  /^[^.!?\n]{0,80}\b(?:at first|initially|(?:on|at) the first (?:try|attempt|go))\b[^.!?\n]{0,60}\b(?:(?:i|we)(?: have)? (?:tried|asked|retried|checked|looked|went)(?: \w+)? again|(?:i|we)(?: have)? retried|(?:second|next|another) (?:try|attempt|time|go))\b/i;

export function recovered(words: string, after: string): boolean {
  const next = span.exec(after.slice(0, 200))?.[0] ?? "";
  if (firstOnly.test(next)) return true;
  if (askAgain.test(next)) return false;
  const again = works.exec(next);
  if (again && !awaited.test(next.slice(0, again.index))) return true;
  if (gotIt.test(next)) return !partly.test(next);
  if (ofTheSpeaker.test(words)) return false;
  return (/\b(?:was|were|had)\b/.test(words) && over.test(after)) || (foundAll.test(next) && !partly.test(next));
}
