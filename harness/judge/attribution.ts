import { clauseAround, type Span } from "./clause.ts";

/** Whether words are said of the past or of what somebody else holds, so that the speaker does not state them. */

const matter =
  "(?:polic(?:y|ies)|rules?|terms?|versions?|documents?|articles?|cop(?:y|ies)|editions?|windows?|limits?|periods?|prices?|costs?|fees?|pages?|entr(?:y|ies)|results?|figures?|conditions?|values?|amounts?|addresse?s?|texts?|guides?|guidelines|handbook|notes?|faq|source|rate|threshold|time)";
const past =
  "(?:old|older|outdated|out-of-date|obsolete|superseded|expired|previous|former|earlier|prior|original|retired)";
const oldOnes = `\\b${past} (?:\\w+ ){0,2}${matter}\\b`;
const people =
  "(?:customers?|users?|buyers?|callers?|clients?|guests?|members?|friends?|neighbou?rs?|someone|somebody|people|he|she|they|you)";
const holding =
  "(?:thinks?|thought|believes?|believed|says?|said|claims?|claimed|assumes?|assumed|expects?|expected|heard|mentioned|told(?! that)(?: us| me| you)?|remembers?|remembered|asked about|asks about|wrote|writes)";

const marked = new RegExp(
  `\\bused to\\b|${oldOnes}|\\b(?:previously|formerly|originally)\\b|\\b${people} (?:\\w+ )?${holding}\\b`,
  "gi",
);
/** From here on the sentence is about what holds now. */
const present = /\b(?:now|currently|today|current|in force|new|newer|latest|instead|replaced by|superseded by)\b/i;
const introducing = /(?:^|[^\w])(?:in|under|by|per|from|according to) (?:an?|the|our|its|their)? ?$/i;
const asserting = /,.*\b(?:is|are|have|has|can|may|get|gets)\b/i;

/** `was 45 days`, `allowed returns for 45 days`: past only if the sentence says when. */
const pastVerb =
  /\b(?:was|were|had|allowed|applied|gave|offered|cost)(?: (?!you\b|have\b|has\b|is\b|are\b|now\b|and\b|so\b)[\w-]+){0,4} ["']?$/i;
const when =
  /\b(?:until|till|before|prior to|up to (?:the )?(?:end of )?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|last|then|(?:19|20)\d\d)|now|today|currently|previously|formerly|back then|at the time|at that time|in the past|in (?:19|20)\d\d|has (?:since )?changed|changed (?:in|on|since|to))\b/i;

const stale = new RegExp(
  `^(?:(?!\\b(?:after|when|once|so|because|if)\\b)[^.!?;,])*(?:\\b(?:no longer|not any ?more) (?:appl|in force|valid|hold|current|count|correct|true|exist|stand|offered)|\\b(?:doesn't|don't|do not|does not) apply any ?more|\\b(?:is|are|was|were|has been|have been) (?:now )?(?:outdated|out of date|out-of-date|superseded|obsolete|expired|withdrawn|replaced)\\b|\\bused to apply\\b|\\b(?:in|under|from|by) (?:an?|the|our) ${past} (?:\\w+ ){0,2}${matter}\\b)`,
  "i",
);
const lead =
  /^(?:until|till|up to|before|prior to) (?:[^,.;]*(?:19|20)\d\d|then|that)\b|^(?:before|previously|formerly|in the past),/i;

/** `shortened from 45 days to` */
const changedFrom =
  /\b(?:changed|updated|reduced|shortened|lowered|cut|raised|increased|extended|went|moved|down|up) (?:[\w-]+ ){0,3}from ["']?$/i;
const directlyOld = new RegExp(`\\b${past} ["']?$`, "i");
/** `45 days is the old limit` */
const namedOld = new RegExp(`^ ?(?:is|was|were|are) (?:only )?(?:an?|the|our) ${past} `, "i");

/** The words at the span are attributed to the past or to a person. */
export function attributed(text: string, span: Span): boolean {
  const { before, whole } = clauseAround(text, span);
  const after = whole.slice(before.length + span.to - span.from);
  const opening = before.trimStart();
  if (changedFrom.test(before) && /^ to\b/.test(after)) return true;
  if (directlyOld.test(before) || namedOld.test(after)) return true;
  if (stale.test(after) || (lead.test(opening) && !present.test(before))) return true;
  if (pastVerb.test(before) && when.test(sentenceAround(text, span))) return true;
  const mark = [...before.matchAll(marked)].at(-1);
  if (!mark) return false;
  const between = before.slice(mark.index + mark[0].length);
  if (present.test(between)) return false;
  return introducing.test(before.slice(0, mark.index)) || !asserting.test(between);
}

/** No sentence is read further. */
const reach = 400;

function sentenceAround(text: string, span: Span): string {
  const before = text.slice(Math.max(0, span.from - reach), span.from);
  const after = text.slice(span.to, span.to + reach);
  const start = [...before.matchAll(/[.!?](?=\s)|\n/g)].at(-1)?.index ?? -1;
  const end = /[.!?](?=\s|$|\))|\n/.exec(after);
  return `${before.slice(start + 1)}${text.slice(span.from, span.to)}${end ? after.slice(0, end.index) : after}`;
}
