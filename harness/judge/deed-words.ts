import type { Effect, Fact } from "../domain/task.ts";
import { remembered } from "./remembered.ts";

/** The words by which a change of a kind is spoken of: those of its name, and the verbs of what would claim it. */

/** Verbs by which any change is said to have been made. */
const generic =
  "ma[dk]e|done|process(?:ed)?|complet(?:ed?)|execut(?:ed?)|submit(?:ted)?|placed?|issued?|carried out|gone? through|come through|happen(?:ed)?|succeed(?:ed)?|taken place";
/** Of a change that takes money. */
const taken = "charged?|debit(?:ed)?";
const taking = /pa(?:y|id)|charg|debit|purchas|buy|bill/i;
const changing = /chang|updat|edit|modif|amend|adjust|switch|mov|renam|correct|replac|redirect|schedul|rebook/i;
/** Of verbs that change more than their ending. */
const irregular: Readonly<Record<string, string>> = {
  pay: "pa(?:y|id)",
  send: "sen[dt]",
  sell: "s(?:ell|old)",
  buy: "b(?:uy|ought)",
};

/** `payment` → `pa(?:y|id)`, `cancel_order` → `cancel`, `order`, `booking` → `book`: what the verb and the noun have in common. */
const stemsOf = (kind: string): readonly string[] =>
  kind
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => word.replace(/(?:ment|ations?|ions?|ings?|al|s)$/, ""))
    .filter((stem) => stem.length >= 3)
    .map((stem) => irregular[stem] ?? stem);

/** What stands before a participle that changes more than its ending: `has been lent`, `is now put down`. */
const auxiliary = /^(?:is|are|was|were|be|been|being|has|have|had|i|we|it|now|just|already|successfully|got)$/;
const participle = /(?:en|[^aeiou]t|[ae]pt|put|set|paid|sold|held)$/;

/** The verbs of a claim, with what their nouns begin with: `is booked in` → `book` (and so `the booking`), `has been lent` → `lent`. */
function verbsOf(when: Fact | undefined): readonly string[] {
  const texts = when === undefined ? [] : "text" in when ? [when.text] : "anyOf" in when ? when.anyOf : [];
  return texts.flatMap((text) => {
    const words =
      text
        .toLowerCase()
        .replace(/'(?:ve|re|s|m)\b/g, " is")
        .match(/[a-z]+/g) ?? [];
    return words
      .filter(
        (word, index) =>
          (word.length > 4 && /[^aeiou]ed$|[aiu]ed$/.test(word) && word !== "hundred") ||
          (participle.test(word) && (index === 0 || auxiliary.test(words[index - 1] ?? ""))),
      )
      .filter((word) => word.length >= 3 && !/^(?:been|just|not|must|indeed|next|first|when|then)$/.test(word))
      .map((word) => (word.length > 5 ? word.replace(/ed$/, "") : word));
  });
}

/** What is denied. */
export interface Deed {
  readonly kind: string;
  /** What would claim it. */
  readonly when?: Fact;
  /** Changes of that kind, as far as they are known. */
  readonly of?: readonly Effect[];
  /** Changes of that kind of which the opposite is true: a denial that names none of `of` may be of them. */
  readonly beside?: readonly Effect[];
  /** What was asked for: who denies of a thing that was never named may speak of something else. */
  readonly asked?: string;
}

/** How a denial is put: `has not been paid`, `no payment was made`, `the payment failed`, `is still unpaid`. */
export type Shape = "not" | "no" | "failed" | "still" | "claim";

export interface DeedWords {
  readonly shapes: readonly (readonly [Exclude<Shape, "claim">, RegExp])[];
  /** The change is named. */
  readonly own: RegExp;
  /** All such words, to take them out. */
  readonly owns: RegExp;
  /** It is said to have been made. */
  readonly affirmed: RegExp;
  /** Words for any change at all say it, or that money was taken. */
  readonly isGeneric: RegExp;
  readonly isTaken: RegExp;
  /** What its name consists of, `cancel` and `order`: to deny one of them may be to speak of something else. */
  readonly parts: readonly RegExp[];
  /** A verb of what would claim it, or its noun. */
  readonly verb: RegExp;
  readonly changes: boolean;
}

/** `of 1340.50 pounds for CL-88121` */
const ofWhat = "(?:(?:of|for|over) (?:[^.!?,;\\n]|[.,](?=\\d)){1,40}? )?";

const none = "(?!)";
const alternatives = (words: readonly string[]): string => (words.length === 0 ? none : `(?:${words.join("|")})`);

const wordsOf = remembered((given): DeedWords => {
  const [kind = "", ...verbs] = given.split("\n");
  const stems = stemsOf(kind);
  const own = alternatives([...new Set([...stems, ...verbs])].map((stem) => `${stem}\\w*`));
  const money = taking.test(kind) ? taken : none;
  const deed = `(?:${own}|${money}|${generic})\\b`;
  const past = alternatives([...new Set([...stems, ...verbs])].map((stem) => `${stem}(?:\\w*(?:ed|en|d|t))?`));
  const adverbs = "(?: (?:now|just|already|successfully|also|then|all|been|both))*";
  return {
    shapes: [
      [
        "not",
        new RegExp(
          `\\b(?:has|have|had|was|were|is|are|did) not (?:(?:yet|been|actually|currently|being|fully|successfully) )*${deed}|\\b(?:could not|unable to|not able to|failed to) (?:be )?${deed}`,
          "gi",
        ),
      ],
      [
        "no",
        new RegExp(
          `\\b(?:nothing |(?:no(?! (?:worr|problem|doubt|matter|need))|neither|none of)(?: [\\w€$£]+(?:[.-]\\w+)*){1,6}? )(?:has been|have been|could be|can be|was|were|is|are|got) ${deed}|\\bno ${own}(?<=\\b(?:there (?:is|are|was|were)|(?:you|i|we) (?:have|see|find)) [^.!?\\n]{1,60})(?= (?:for|of|in|on|under|yet|at)\\b|[.,;!?:]|$)`,
          "gi",
        ),
      ],
      [
        "failed",
        new RegExp(
          `\\b${own} ${ofWhat}(?:has |have |was |were |is |are |did |just )*(?:failed|declined|rejected|refused|unsuccessful|not (?:go(?:ne)?|come|succe\\w+|work|possible))\\b|\\b(?:rejected|refused|declined|denied) (?:the|your|my|this) ${own}\\b${taking.test(kind) ? "|\\bcards? (?:was|has been|got) (?:declined|rejected|refused)\\b" : ""}`,
          "gi",
        ),
      ],
      [
        "still",
        new RegExp(
          `\\b(?:still|remains?|stays?|left) (?:open(?! (?:until|till|from|on|at|to|for|daily|every)\\b)|outstanding|unchanged|not ${deed}|un${own})\\b|\\b(?:is|are|was|were)(?: \\w+ly)? un${own}\\b|\\b(?:(?:has|have) yet|still (?:needs?|has|have)) to be ${deed}`,
          "gi",
        ),
      ],
    ],
    own: new RegExp(`\\b(?:un)?${own}\\b`, "i"),
    owns: new RegExp(`\\b${own}\\b`, "gi"),
    affirmed: new RegExp(
      `\\b(?:i|we|has|have|been|is|are|was|were|got)${adverbs} ${past}\\b|\\b${own} ${ofWhat}(?:(?:has been|have been|was|were|is|are)${adverbs} (?:${generic}|successful)|went through|succeeded|worked)\\b`,
      "gi",
    ),
    isGeneric: new RegExp(`\\b(?:${generic})$`, "i"),
    isTaken: new RegExp(`\\b(?:${taken})$`, "i"),
    verb: new RegExp(`\\b${alternatives(verbs)}`, "i"),
    parts: stems.map((stem) => new RegExp(`\\b(?:un)?${stem}`, "i")),
    changes: changing.test(given),
  };
});

export const deedWords = (kind: string, when: Fact | undefined): DeedWords =>
  wordsOf([kind, ...verbsOf(when)].join("\n"));

/** Letters and digits mixed, as names of things in a system are, and long numbers. */
const id = /\b[a-z]{1,8}[-_]?\d[\w-]*|#?\b\d{5,}\b/gi;
const idsIn = (text: string): readonly string[] => (text.match(id) ?? []).map((one) => one.toLowerCase());
const shapeOf = (one: string): string => one.replace(/[-_]?\d.*$/, "");

/** The words name what one of the changes is about: `INV-77`, `Elm Street 4`, `35 euros`. */
export const names = (said: string, changes: readonly Effect[]): boolean =>
  changes.some(({ kind: _, ...fields }) => Object.values(fields).some((value) => isIn(said.toLowerCase(), value)));

function isIn(said: string, value: unknown): boolean {
  if (typeof value !== "string" && typeof value !== "number") return false;
  const words = String(value).toLowerCase();
  if (words.length < (typeof value === "number" ? 2 : 3) || words.length > 80) return false;
  for (let at = said.indexOf(words); at >= 0; at = said.indexOf(words, at + 1)) {
    const around = `${said[at - 1] ?? " "}${said[at + words.length] ?? " "}`;
    if (!/[\p{L}\d]/u.test(around)) return true;
  }
  return false;
}

/** They name another thing of that sort: `INV-78`, where `INV-77` was paid. */
export function namesAnother(said: string, changes: readonly Effect[]): boolean {
  const mine = changes.flatMap(({ kind: _, ...fields }) =>
    Object.values(fields).flatMap((value) => (typeof value === "string" ? idsIn(value) : [])),
  );
  const shapes = new Set(mine.map(shapeOf));
  const there = idsIn(said).filter((one) => shapes.has(shapeOf(one)));
  return there.length > 0 && !there.some((one) => mine.includes(one));
}
