/** Where a clause begins and ends around a place in a text, so that a "not" belongs to what it denies. */

const boundary =
  /[.!?;:](?=["')\]]?(?:\s|$))|\n|,? (?:but|however|although|though|whereas)\b|, yet\b| yet (?=(?:i|we|you|the|it|your|no|there)\b)(?<!\bnot yet )|, (?:and|so|because)\b| - |[()]/gi;

const nextBoundary = new RegExp(boundary.source, "i");

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Nobody's clause is longer; what is not read cannot be slow, however often the words stand in a text. */
const reach = 400;

/** The clause or clauses that the span lies in, as far as they are near. */
export function clauseAround(text: string, span: Span): { readonly before: string; readonly whole: string } {
  const start = Math.max(0, span.from - reach);
  const end = span.to + reach;
  let from = start;
  // Two more letters, by which a full stop is told from a decimal point.
  for (const match of text.slice(start, span.from + 2).matchAll(boundary)) {
    const next = start + match.index + match[0].length;
    if (next <= span.from) from = next;
  }
  const next = nextBoundary.exec(text.slice(span.to, end));
  return { before: text.slice(from, span.from), whole: text.slice(from, next ? span.to + next.index : end) };
}

/** The clause to read out, of a text in lower case too. */
export const aroundOf = (text: string, span: Span): string => clauseAround(text, span).whole.trim().slice(0, 160);

const fillers =
  "a|an|the|any|in|for|of|is|be|been|being|have|has|within|at|by|up to|your|our|this|exactly|currently|yet|actually|still|necessarily";
/**
 * `does not arrive on`, `won't ship it to`: a verb and its preposition. Not those that say the opposite when denied (`not far from`, `do
 * not forget it on`), nor `until` and `before` (`does not arrive until 12 October`).
 */
const verb =
  "(?!(?:far|close|limited|restricted|unusual|uncommon|sure|certain|forget|worry|hesitate|fail|miss|lose|wait|have|need|only|just)\\b)[a-z]+";
const withVerb = `(?:not|never|cannot|no longer|n't) (?:(?:be|been|being|yet|currently|actually|still|have|has) ){0,2}${verb} (?:(?:it|them|this|that|anything|back|out) )?(?:on|in|at|to|by|within) `;
const denial = new RegExp(
  `(?:\\b(?:not(?! (?:only|just|merely|to worry)\\b)|no|no longer|never|cannot|without|rather than|instead of|as opposed to|non|neither|nor)|n't(?! (?:only|just|worry)\\b))[ -](?:(?:${fillers}) ){0,3}["']?$|(?:\\b|(?=n't))${withVerb}(?:(?:the|a|an|your|our|exactly|any|about|around) ){0,2}["']?$`,
  "i",
);

/** The words just before the span deny it: `not 45 days`, `isn't refundable`, `no longer available`. */
export const denied = (text: string, span: Span): boolean => denial.test(clauseAround(text, span).before);

const idioms =
  /\b(?:no (?:problem|worries|fear|doubt)|not a problem|not to worry|not (?:only|just|merely)|(?:don't|do not|never) (?:worry|fear|mind)|(?:don't|do not) hesitate|without (?:further|any|more) \w+)\b|n't (?:only|just|merely)\b/gi;
const undone = /\b(?:not|nothing|nobody|never|unable|cannot|fail(?:ed|s|ing)? to|without|nor|neither|none)\b|n't\b/i;
const conditional =
  /\b(?:if|once|until|unless|before|whether|either|would|could|should|can|may|might|after you|as soon as|in case|provided|want me to|shall I|wish|love to|like to)\b(?! again)/i;
/** `if you look in your mail you will see that it is booked`: the case is of the looking. */
/** `I can confirm that it is booked`, `you can relax, it is booked` */
const assuring =
  /\b(?:(?:i|we) (?:can|may|would like to|would love to)|you (?:can|may|should))(?: \w+ly| now| also)? (?:confirm|consider|assure you|tell you|report|announce|say|inform you|be (?:sure|certain|assured|glad|happy)|rest (?:assured|easy)|know|relax|note|trust)\b(?! (?:whether|if|when)\b)/gi;
/** `whether you pay now or later, it is booked`, `I checked whether it was free and booked it`: so in either case. */
const eitherWay =
  /\bwhether [^,]{1,60} or [^,]{1,60},|(?<=^(?:i|we) [^,]{1,60})\bwhether [^,]{1,60} and (?:then |so )?$/gi;
/** `I can't rule out that it is booked` denies nothing. */
const ruledOut = /\b(?:rul(?:e|ed|ing) out|exclude)\b/i;
const canNot = /\b(?:can(?: ?not|'t)|could(?: not|n't))\b/gi;
const dependsIn = (own: string): boolean =>
  conditional.test(own.replace(assuring, "").replace(eitherWay, "").replace(canNot, ""));
const toBeSeen = /\byou(?:'ll| will| can| should| may)? (?:see|find|notice) (?:that )?/i;
/** `no truck is`, `none of the trucks is`, said of what would be booked. */
const ofNone = /(?:^|[,;:] ?|\b(?:that|and|so) )\W*(?:unfortunately,? |sorry,? )?no (?:[\w-]+ ){1,4}$/i;
/** `to have T-12 booked`, `needs to be booked`, `I had hoped to say that it is booked`, `you wanted it booked`: what is to be is not said to be so. */
const toBe =
  /(?<!\b(?:happy|pleased|glad|delighted|proud|able) )\bto (?:be|have|get|see)\b|\b(?:hop(?:ed|ing|e)|wish(?:ed)?|meant|tr(?:ied|ying|y)|intend(?:ed)?|plan(?:ned)?|supposed|asked|expect(?:ed)?|about|yet|needs?|needed|attempt(?:ed)?) to\b|\b(?:you|they|he|she|customers?) (?:wanted|want|needed|need|asked for|requested|hoped for)\b/i;
const hoped = /\b(?:hop(?:ed|ing|e)|wish(?:ed)?|wanted|meant|expected) (?:to )?(?:[\w-]+ ){0,4}that\b/i;
/** `the truck you wanted is`: what was wanted is said to be so. */
const finite = /\b(?:is|are|was|were|has|have|had)(?: (?:been|now|already|just|also|\w+ly))* ?$/i;
const finiteHead = /^(?:is|are|was|were|has|have|had)\b/i;
/** `nearly booked`, `far from booked` */
const short = /\b(?:nearly|almost|half|far from|anything but|close to|as good as|un|yet to be) ?$/i;
/** `Booked? Not yet`, `Is it booked?` */
const asked = /^[^.!?,;:\n]{0,200}\?/;

/** A new subject: what is denied on the other side of it is another matter. */
const nextSubject = /(?:\band|,) (?:(?:I|we|you|your|it|the) )/i;
/** `the order you did not want`: what others did not do is another matter too. */
const aside =
  /,|\b(?:and|without|so|which|that|who)\b|(?<!\b(?:for|to|of|with|from|by|at|on)) (?:you|they|he|she|customers?)\b/i;

/**
 * The clause does not say that the deed was done: it denies it, asks or hopes for it, or makes it depend on something. A "not" in what
 * follows (`… has been issued and you will not be charged again`, `… without any fee`) leaves the claim standing.
 */
export function unclaimed(text: string, span: Span): boolean {
  const { own, rest } = partsOf(text, span);
  return (
    denied(text, span) ||
    undone.test(`${own}${rest}`.replace(idioms, "")) ||
    dependsIn(own) ||
    isOpen(own, rest, text, span)
  );
}

const isOpen = (own: string, rest: string, text: string, span: Span): boolean =>
  (/\bonly ?$/i.test(own) && /^[^.]{0,20}\b(?:when|if|once|after|as soon)\b/i.test(rest)) ||
  ofNone.test(own) ||
  hoped.test(own) ||
  (toBe.test(own) && !finite.test(own) && !finiteHead.test(text.slice(span.from, span.from + 5))) ||
  short.test(own) ||
  asked.test(text.slice(span.to, span.to + 201));

/**
 * How the clause says that the deed was not done: plainly, where the "not" belongs to its verb (`have never refunded`, `the payment was
 * not made`), or unsure, where it stands elsewhere (`as you did not like it I have refunded it`).
 */
export function denialAt(text: string, span: Span): "plain" | "unsure" | undefined {
  const { own, rest } = partsOf(text, span);
  if (dependsIn(own) || ruledOut.test(own) || asked.test(text.slice(span.to, span.to + 201))) return undefined;
  if (ofNone.test(own)) return "plain";
  if (denied(text, span)) return "plain";
  const said = `${own}${rest}`.replace(idioms, "");
  if (!undone.test(said)) return undefined;
  return beforeVerb.test(own) || afterNoun.test(rest) || nothingAfter.test(rest) ? "plain" : "unsure";
}

const beforeVerb =
  /\b(?:not|never|nothing|nobody|neither|unable to|fail(?:ed|s)? to|cannot)(?: (?:yet|actually|currently|been|be|being|have|has|was|were|is|are|to|able))*(?: (?:been|be))? ?$|n't(?: (?:yet|been|be|have))* ?$/i;
const afterNoun =
  /^(?: (?:of|for|over)(?: [^\s,]+){1,4})? (?:has|have|had|was|were|is|are|did|could|can|will|would)(?:n't| not| never)\b/i;
const nothingAfter = /^ (?:nothing|neither|none)\b/i;

function partsOf(text: string, span: Span): { readonly own: string; readonly rest: string } {
  const { before, whole } = clauseAround(text, span);
  return {
    own: (before.split(nextSubject).at(-1)?.split(toBeSeen).at(-1) ?? before)
      .replace(inserted, ",")
      .replace(openingClause, ""),
    rest: whole.slice(before.length).split(aside)[0] ?? "",
  };
}

/** `Mr. Okonjo, who could not do Tuesday, has you booked` */
const inserted = /, (?:who|which|although|though|even though) [^,]*,/gi;
/** `As I could not reach the planner I have booked you in`: the clause that opens it is no part of what is claimed. */
const openingClause =
  /^\W*(?:as|since|because|despite|after|while|having)\b.* (?<!\b(?:that|whether|if|get|have|see|had) )(?=(?:(?:i|we)(?: have|'ve| went and| just| then)*|(?:you|it|(?:your|the) \w+(?: \w+)?)(?: are|'re| is| was| has been| have been)(?: now| already)?) ?$)/i;
