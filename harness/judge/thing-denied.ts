import { type Deed, type DeedWords, names, type Shape } from "./deed-words.ts";

/** What is denied of, and whether that was ever asked for: `your phone number was not changed` says nothing of the address. */

export const pronoun = /\b(?:it|this|that|they|them|these|those|nothing|neither)\b/i;
export const request = /\b(?:requests?|transactions?|operations?|instructions?)\b/i;

const small =
  /^(?:the|your|my|our|this|that|these|those|an?|any|its|his|her|their|and|so|also|i|we|it|they|you|he|she|sorry|however|yet|still|now|then|is|are|was|were|has|have|been|being|be|am|yes|no|please|note|could|can|not|never|had|did|there|any|other|nor|nothing|neither|none|both|all|to|in|out|up|today|tomorrow|tonight|moment|again)$/i;

/** The last word of what stands before the first preposition: `phone number` → `number`. */
const headOf = (said: string): string | undefined =>
  said
    .split(/ (?:of|for|from|with|on|in|over|at|by|until|after|to|into) /i)[0]
    ?.match(/[\p{L}\d][\p{L}\d_-]*/gu)
    ?.filter((word) => word.length > 1 && !small.test(word) && !/ly$/i.test(word))
    .at(-1);

/** What is denied of: the subject of `was not paid`, the object of `could not pay`, what stands after `refund of`. */
export function thingIn(shape: Shape, subject: string, said: string, near: string): string | undefined {
  const within =
    / (?:of|for|over) ([^.!?]{1,40}?) (?:has|have|was|were|is|are|did|just|failed|declined|rejected|refused)\b/i.exec(
      said,
    )?.[1];
  if (within !== undefined && !/^[€$£\d]/.test(within)) return headOf(within);
  if (shape === "failed") return undefined;
  const whole = /^(?:no|neither|none of) (.{1,200}?) (?:has been|have been|was|were|is|got) /i.exec(said)?.[1];
  if (whole !== undefined) return headOf(whole);
  if (shape === "still") return headOf(subject);
  const active = /^(?:could|unable|not able|failed|did)\b/i.test(said) || /\b(?:i|we)(?: \w+)? $/i.test(subject);
  if (!active) return headOf(subject);
  return /^ (?:to|for|in|on|at|by|with|from)\b/i.test(near) ? undefined : headOf(near);
}

/** Nothing is named, or what was asked for. */
export function isKnown(thing: string | undefined, { asked = "", when, of = [] }: Deed, { own }: DeedWords): boolean {
  if (thing === undefined || own.test(thing) || request.test(thing) || pronoun.test(thing) || names(thing, of))
    return true;
  // A request that says nothing tells of nothing that it is of something else.
  if (!/\p{L}{3}/u.test(asked)) return true;
  const claimed = when === undefined ? "" : "text" in when ? when.text : "anyOf" in when ? when.anyOf.join(" ") : "";
  const text = ` ${asked} ${claimed} ${of.map((one) => Object.values(one).join(" ")).join(" ")}`.toLowerCase();
  const word = thing.toLowerCase();
  for (const one of [word, word.replace(/s$/, "")])
    for (let at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1))
      if (!/[\p{L}\d]/u.test(text[at - 1] ?? "")) return true;
  return false;
}
