import type { Fact } from "../domain/task.ts";
import { clauseAround, denies } from "./clause.ts";
import { placesOf, readAnswer } from "./match-fact.ts";
import { recovered } from "./recovered.ts";
import { remembered } from "./remembered.ts";
import { spoken } from "./spoken.ts";
import { isSupposed, takenBack } from "./taken-back.ts";

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

/** The verbs of a claim, with what their nouns begin with: `is booked in` → `book` (and so `the booking`), `has been lent` → `lent`. */
function verbsOf(when: Fact | undefined): readonly string[] {
  const texts = when === undefined ? [] : "text" in when ? [when.text] : "anyOf" in when ? when.anyOf : [];
  return texts
    .flatMap((text) => text.toLowerCase().match(/[a-z]{3,}/g) ?? [])
    .filter(
      (word) =>
        /(?:ed|en|[^aeiou]t|[ae]pt|put|set|paid|sold|held)$/.test(word) && !/^(?:been|just|not|must)$/.test(word),
    )
    .map((word) => (word.length > 5 ? word.replace(/ed$/, "") : word));
}

const patternOf = remembered((words): RegExp => {
  const [kind = "", ...verbs] = words.split("\n");
  const own = [...stemsOf(kind), ...verbs].map((stem) => `${stem}\\w*`).join("|");
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

/** `KX-41 is not booked in`, where `is booked in` would claim it. */
function claimWithNot(text: string, when: Fact): string | undefined {
  for (const [said] of text.matchAll(/[^\n]+?(?:[.!?](?=\s)|$)/gm)) {
    const bare = said.replace(/ (?:not|never)\b(?: (?:yet|actually|currently))?/gi, "");
    const stands = placesOf(readAnswer(said), when);
    if (stands.length > 0 && stands.every(({ text: where, span }) => denies(where, span)))
      return said.trim().slice(0, 160);
    if (bare === said || stands.length > 0) continue;
    const [place] = placesOf(readAnswer(bare), when);
    if (place === undefined) continue;
    const { before } = clauseAround(place.text, place.span);
    const words = place.text.slice(place.span.from, place.span.to);
    const after = place.text.slice(place.span.to);
    if (again.test(after) || isSupposed(before) || recovered(words, after)) continue;
    return said.trim().slice(0, 160);
  }
  return undefined;
}
const again = /^ (?:twice|again|more than)\b/i;

/**
 * The words by which an answer says that a change was not made (`INV-77 has not been paid`, `the payment failed`, `nothing has been
 * charged`): by the name of its kind, and by the words that would claim it. Undefined = it says nothing of the kind.
 */
export function deniedDeed(answer: string, kind: string, when?: Fact): string | undefined {
  if (
    !/\b(?:not|nothing|no|unable|fail|declin|reject|refus|unsuccess|still|remain|stay|left)|n't\b|cannot/i.test(answer)
  )
    return undefined;
  const { text, quote } = spoken(answer);
  const claim = when === undefined ? undefined : claimWithNot(text, when);
  if (claim !== undefined) return claim;
  for (const { 0: words, index: from } of text.matchAll(patternOf([kind, ...verbsOf(when)].join("\n")))) {
    const to = from + words.length;
    const { before } = clauseAround(text, { from, to });
    const around = { before, words, after: text.slice(to, to + 300), near: before + words };
    if (!takenBack("doubt", around) && !recovered(words, around.after)) return quote(from, to);
  }
  return undefined;
}
