import { clauseAround } from "./clause.ts";
import { recovered } from "./recovered.ts";
import { remembered } from "./remembered.ts";
import { spoken } from "./spoken.ts";
import { takenBack } from "./taken-back.ts";

/** Verbs by which any change is said to have been made. */
const generic =
  "ma[dk]e|done|process(?:ed)?|complet(?:ed?)|execut(?:ed?)|submit(?:ted)?|placed?|issued?|carried out|gone? through|come through|happen(?:ed)?|succeed(?:ed)?|taken place";
/** Of a change that takes money: of others it is no news that nothing was charged. */
const taken = "charged?|debit(?:ed)?";
const taking = /pa(?:y|id)|charg|debit|purchas|buy|bill/i;
/** What is beside the change. */
const beside =
  "(?:[\\w-]+ ){0,3}?(?:fees?|costs?|deposits?|surcharges?|penalt(?:y|ies)|interest|other|further|more|extra|additional)\\b";
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

const patternOf = remembered((kind): RegExp => {
  const own = stemsOf(kind)
    .map((stem) => `${stem}\\w*`)
    .join("|");
  const noun = own === "" ? "(?!)" : `(?:${own})`;
  const deed = `(?:${own === "" ? "" : `${own}|`}${taking.test(kind) ? `${taken}|` : ""}${generic})\\b(?! (?:twice|again|more than|extra|additionally|for (?:the )?(?:shipping|delivery)))`;
  return new RegExp(
    [
      `\\b(?:has|have|had|was|were|is|are|did) not (?:(?:yet|been|actually|currently|being|fully|successfully) )*${deed}`,
      `\\b(?:could not|unable to|not able to|failed to) (?:be )?${deed}`,
      `\\b(?:nothing |no (?!${beside})(?:[\\w€$£.-]+ ){1,6}?)(?:has been|have been|was|were|is|got) ${deed}`,
      `\\b${noun} (?:(?:of|for|over) [^.!?,;\\n]{1,40}? )?(?:has |have |was |were |is |are |did |just )*(?:failed|declined|rejected|refused|unsuccessful|not (?:go(?:ne)?|come|succe\\w+|work|possible))\\b`,
      ...(taking.test(kind) ? ["\\bcards? (?:was|has been|got) (?:declined|rejected|refused)\\b"] : []),
      `\\b(?:still|remains?|stays?|left) (?:open|outstanding|unchanged|not ${deed}|un${noun})\\b`,
    ].join("|"),
    "gi",
  );
});

/**
 * The words by which an answer says that a change was not made (`INV-77 has not been paid`, `the payment failed`, `nothing has been
 * charged`), by the name of its kind. Undefined = it says nothing of the kind.
 */
export function deniedDeed(answer: string, kind: string): string | undefined {
  if (
    !/\b(?:not|nothing|no|unable|fail|declin|reject|refus|unsuccess|still|remain|stay|left)|n't\b|cannot/i.test(answer)
  )
    return undefined;
  const { text, quote } = spoken(answer);
  for (const { 0: words, index: from } of text.matchAll(patternOf(kind))) {
    const to = from + words.length;
    const { before } = clauseAround(text, { from, to });
    const around = { before, words, after: text.slice(to, to + 300), near: before + words };
    if (!takenBack("doubt", around) && !recovered(words, around.after)) return quote(from, to);
  }
  return undefined;
}
