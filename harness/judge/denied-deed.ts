import type { Effect, Fact } from "../domain/task.ts";
import { clauseAround, denialAt, type Span, unclaimed } from "./clause.ts";
import { type Deed, type DeedWords, deedWords, names, namesAnother, type Shape } from "./deed-words.ts";
import { placesOf, readAnswer } from "./match-fact.ts";
import { recovered } from "./recovered.ts";
import { remembered } from "./remembered.ts";
import { type Spoken, sentence, spoken } from "./spoken.ts";
import { isSupposed, takenBack } from "./taken-back.ts";
import { isKnown, pronoun, request, thingIn } from "./thing-denied.ts";

/** Words by which an answer says that a change was not made. */
export interface Denial {
  readonly words: string;
  /** Nobody could take them to speak of something else, of an earlier time or of a part. */
  readonly plain: boolean;
}

/** A denial where it stands. */
interface Place {
  readonly text: string;
  readonly span: Span;
  /** What follows its text, where that is but a sentence. */
  readonly following: string;
}

const other =
  /(?<!\bnor any )\b(?:other(?! (?:hand|day|words|side)\b)|others|another|else|elsewhere|second(?! time)|remaining|rest|extra|additional(?:ly)?|further|more|twice|doubly|(?:a second|another) time|fees?|costs?|deposits?|surcharges?|penalt(?:y|ies)|interest)\b/i;
/** `you were not charged`: it is not of others that they did something. */
const passive = /\b(?:been|was|were|is|are)\b/i;
const again = /\bagain\b/i;
/** Where the deed's own part of the sentence ends. */
const aside = /,|\b(?:and|so|which|that|who|please|because|as|since)\b/i;
const reported =
  /\b(?:you|he|she|they|customers?|users?|someone|people)(?: \w+){0,2} (?:say|said|says|wr[oi]te|writing|think|thought|believed?|fear(?:ed)?|worr(?:y|ied)|mention(?:ed)?|told|ask(?:ed)?|report(?:ed)?|claim(?:ed)?|complain(?:ed)?|hear|heard|read|assum\w+|expect\w*)\b|\b(?:whether|why|worried|afraid that you)\b/i;
const hedged =
  /\b(?:possibl[ey]|perhaps|maybe|probably|likely|might|may|seems?|appears?|apparently|looks? (?:like|as)|as far as|chances|either)\b/i;
const negated = /\b(?:not|none|neither|never|without|nobody|hardly|no(?!,))\b/i;
const earlier = /\b(?:first|initial(?:ly)?|earlier|previous(?:ly)?|originally|yesterday|last)\b/i;
const partly =
  /\b(?:fully|entirely|completely|in full|all of|only|just|merely|simply|instead|rather|unless|if|once|until|till|before|in (?:cash|error|vain)|wrong(?:ly)?|by mistake)\b/i;
const contrast = /^[^.!?;\n]{0,80}? but (?:by|to|from|in|with|as|on|for|via|into|only)\b/i;
const later =
  /\b(?:second|then|again|retr\w+|afterwards?|finally|now|eventually|meanwhile|next)\b[^.!?\n]{0,60}\b(?:works?|worked|succeeded|through|successful(?:ly)?|done|complete|fine|in order|settled)\b/i;
const several = /\b(?:both|all|neither|none|nothing|either|any)\b/i;
/** Nothing follows that might have been denied alone: `you were not charged` is not `you were not charged for breakfast`. */
const isOver =
  /^(?: (?:yet|so far|today|now|at all|for (?:it|this|that)))*(?=[.!?,;:)"]|\s*$| (?:and|so|because|but|as)\b)/i;

/** What the words around a denial make of it; undefined = it is of something else. */
function reach(shape: Shape, place: Place, deed: Deed, words: DeedWords): "plain" | "unsure" | undefined {
  const { text, span } = place;
  const { before, whole } = clauseAround(text, span);
  const said = text.slice(span.from, span.to);
  const after = text.slice(span.to, span.to + 300) + place.following;
  const rest = whole.slice(before.length + said.length);
  const near = rest.split(aside)[0] ?? "";
  const own = `${before}${said}${near}`;
  const { of = [], beside = [] } = deed;
  const subject = before.split(",").at(-1) ?? "";
  const taken =
    shape === "claim" || passive.test(said)
      ? isSupposed(before)
      : takenBack("doubt", { before, words: said, after, near: before + said });
  if (taken || recovered(said, after)) return undefined;
  if (other.test(`${subject}${said}${near}`.replace(words.owns, ""))) return undefined;
  if (shape !== "failed" && again.test(near)) return undefined;
  if (namesAnother(own, of)) return undefined;
  if (beside.length > 0 && !names(own, of)) return several.test(own) ? "unsure" : undefined;
  if (/\bunchanged$/i.test(said) && !words.changes && !words.own.test(before) && !names(own, of)) return undefined;
  const thing = thingIn(shape, subject, said, near);
  const begun =
    text
      .slice(Math.max(0, span.from - 300), span.from)
      .split(/[.!?](?=\s)|\n/)
      .at(-1) ?? "";
  const unsure =
    (begun.split('"').length % 2 === 0 && rest.includes('"')) ||
    reported.test(subject) ||
    other.test(before) ||
    hedged.test(before) ||
    /\b(?:as far as|it seems|apparently|i think|i believe)\b/i.test(rest) ||
    negatives(before) > (shape === "claim" ? 1 : 0) ||
    /\bhad not\b/i.test(said) ||
    earlier.test(own) ||
    partly.test(`${said}${near}`) ||
    contrast.test(rest) ||
    /^[^.!?,;:\n]{0,200}\?/.test(rest + (text.slice(span.to + rest.length)[0] ?? "")) ||
    later.test(after) ||
    !isNamed(shape, { before, said, near, own }, of, words, thing) ||
    !isKnown(thing, deed, words);
  return unsure ? "unsure" : "plain";
}

const negatives = (said: string): number => said.split(negated).length - 1;

/** It is this change that is denied, and not another. */
function isNamed(
  shape: Shape,
  { before, said, near, own }: Readonly<Record<"before" | "said" | "near" | "own", string>>,
  of: readonly Effect[],
  { own: called, isGeneric, isTaken, parts, verb }: DeedWords,
  thing: string | undefined,
): boolean {
  if (names(own, of)) return true;
  if (isTaken.test(said)) return /\b(?:nothing|you|cards?|accounts?)\b/i.test(own) && isOver.test(near);
  const alone = parts.length < 2 || parts.filter((part) => part.test(own)).length > 1;
  const nominal =
    /\b\w+(?:ation|ion|ment|ing|al)s? (?:\w+ )*(?:failed|declined|rejected|refused|unsuccessful|not \w+)$/i;
  if (shape === "claim") return alone || thing !== undefined || pronoun.test(own);
  if (shape === "failed") return alone || nominal.test(said) || verb.test(said);
  if (isGeneric.test(said)) return (called.test(own) && alone) || request.test(own);
  if (shape === "still" && /\b(?:open|outstanding|unchanged)$/i.test(said)) return called.test(before) && alone;
  return alone || pronoun.test(own);
}

const hint =
  /\b(?:not|nothing|no|none|neither|never|unable|fail|declin|reject|refus|unsuccess|still|remain|stay|left|un\w*[dnt]\b)|n't\b|cannot|cant\b/i;

/** Most answers have no word of a denial, and are soon done with. */
export const mayDeny = remembered((answer: string): boolean => hint.test(answer));

/**
 * The words by which an answer says that a change was not made (`INV-77 has not been paid`, `the payment failed`, `nothing has been
 * charged`): by the name of its kind, and by the words that would claim it. Undefined = it says nothing of the kind. Plain ones go
 * before those that may speak of something else; beside words that the change was made none is plain.
 */
export function denialOf(answer: string, deed: Deed): Denial | undefined {
  if (!mayDeny(answer)) return undefined;
  const said = spoken(answer);
  const words = deedWords(deed.kind, deed.when);
  const claim = deed.when === undefined ? undefined : claimWithNot(said, deed.when, deed, words);
  const found = claim?.plain ? claim : (byName(said, deed, words) ?? claim);
  const first = found?.plain === false && claim !== undefined ? claim : found;
  return first?.plain && isAffirmed(said.text, deed, words) ? { ...first, plain: false } : first;
}

function byName({ text, quote }: Spoken, deed: Deed, words: DeedWords): Denial | undefined {
  let unsure: Denial | undefined;
  for (const [shape, pattern] of words.shapes)
    for (const { 0: said, index: from } of text.matchAll(pattern)) {
      const to = from + said.length;
      const how = reach(shape, { text, span: { from, to }, following: "" }, deed, words);
      if (how === "plain") return { words: quote(from, to), plain: true };
      if (how === "unsure") unsure ??= { words: quote(from, to), plain: false };
    }
  return unsure;
}

function isAffirmed(text: string, { of = [] }: Deed, { affirmed }: DeedWords): boolean {
  for (const { 0: said, index: from } of text.matchAll(affirmed)) {
    const span = { from, to: from + said.length };
    const { before, whole } = clauseAround(text, span);
    if (
      !unclaimed(text, span) &&
      !negated.test(before) &&
      !other.test(before) &&
      !isSupposed(before) &&
      !namesAnother(whole, of)
    )
      return true;
  }
  return false;
}

/** `KX-41 is not booked in`, where `is booked in` would claim it. */
function claimWithNot({ text, quote }: Spoken, when: Fact, deed: Deed, words: DeedWords): Denial | undefined {
  let unsure: Denial | undefined;
  for (const { 0: said, index } of text.matchAll(sentence)) {
    if (!/\b(?:not|no|never|none|neither|nor|nothing|nobody|unable|fail|without)/i.test(said)) continue;
    const following = text.slice(index + said.length, index + said.length + 300);
    const stands = placesOf(readAnswer(said), when);
    const how =
      stands.length > 0
        ? deniedAt(stands, following, deed, words)
        : notRemoved(said, when, (place) => reach("claim", { ...place, following }, deed, words));
    if (how === undefined || (how === "unsure" && unsure !== undefined)) continue;
    const found = { words: quote(index, index + said.length).slice(0, 160), plain: how === "plain" };
    if (found.plain) return found;
    unsure ??= found;
  }
  return unsure;
}

function deniedAt(
  stands: readonly { readonly text: string; readonly span: Span }[],
  following: string,
  deed: Deed,
  words: DeedWords,
): "plain" | "unsure" | undefined {
  const how = stands.map((place) => denialAt(place.text, place.span));
  const [first] = stands;
  if (first === undefined || how.includes(undefined)) return undefined;
  const reached = reach("claim", { ...first, following }, deed, words);
  return reached === "plain" && how.includes("unsure") ? "unsure" : reached;
}

function notRemoved(
  said: string,
  when: Fact,
  reached: (place: { readonly text: string; readonly span: Span }) => "plain" | "unsure" | undefined,
): "plain" | "unsure" | undefined {
  const bare = said.replace(/ (?:not|never)\b(?: (?:yet|actually|currently))?/gi, "");
  if (bare === said) return undefined;
  const [place] = placesOf(readAnswer(bare), when);
  return place && reached(place);
}
