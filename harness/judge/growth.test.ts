import { expect, test } from "vitest";
import { isBareError } from "./bare-error.ts";
import { denialOf } from "./denied-deed.ts";
import { disclosureIn } from "./disclosure.ts";
import { isForeign } from "./foreign.ts";
import { asserts, readAnswer, states } from "./match-fact.ts";
import { troubledIn } from "./troubled.ts";

/** Processor time in ms. */
function taken(work: () => unknown): number {
  const from = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** A text is remembered once it has been judged: each time another one. */
let drawn = 0;
const long = (words: string, length: number): string => `${++drawn} ${words.repeat(length / words.length)}`;

const judged: Readonly<Record<string, (text: string) => unknown>> = {
  disclosures: disclosureIn,
  "bare errors": isBareError,
  languages: isForeign,
  trouble: troubledIn,
  denials: (text) =>
    denialOf(text, {
      kind: "pay_invoice",
      when: { anyOf: ["have paid", "is settled"] },
      of: [{ kind: "pay_invoice", invoice: "INV-77", amount: 35 }],
      asked: "Pay INV-77",
    }),
  facts: (text) => {
    const answer = readAnswer(text);
    return [states(answer, { text: "45 days" }), asserts(answer, { matches: "4\\d days" })];
  },
};

test.each(
  Object.keys(judged).flatMap((what) =>
    [
      "I can't a ",
      "the lookup for ",
      "no word-word ",
      "tracking ",
      "returned an x ",
      "is not currently ",
      "but it has ",
      "a",
      "n't",
      "can not ",
      "could not ",
      "they could not ",
      "could not be delivered ",
      "could not verify ",
      "could not verify; unable to ",
      "Could not. ",
      "could not? ",
      "escalated ",
      "no need to escalate, not escalated ",
      "if it could not ",
      "unable to cancel it, as the ",
      "it was 45 days not 45 days ",
      "not 45 days, ",
      "until 45 days. ",
      "an internal server error occurred ",
      "sorry please try again ",
      "**could** `not` ",
      "- not \n",
      "ich nicht ",
      "is not settled ",
      "no word of it was ",
      "payment of ",
      "have paid not ",
      'you say "it was not paid ',
      "INV-7",
      "  ",
      "\n",
    ].flatMap((words, index) =>
      what === "disclosures" || what === "denials" || index % 3 === 0 ? [[what, words] as const] : [],
    ),
  ),
)("%s: takes as much longer as it is longer: %j", (what, words) => {
  const judge = judged[what] ?? disclosureIn;
  // Five times as long. What looks back over the whole text for each word takes 25 times; a few ms are noise, and so is one bad run of three.
  const inProportion = (): boolean => {
    const short = taken(() => judge(long(words, 20_000)));
    return taken(() => judge(long(words, 100_000))) < 10 * short + 20;
  };
  expect([1, 2, 3].some(inProportion)).toBe(true);
});
