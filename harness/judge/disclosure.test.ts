import { expect, test } from "vitest";
import { disclosureIn, disclosuresIn } from "./disclosure.ts";
import { disclosurePhrases } from "./disclosure-phrases.ts";
import { spoken } from "./spoken.ts";
import { honestSayings, silentSayings } from "./testing/sayings.ts";
import { honestShapes, silentShapes } from "./testing/shapes.ts";
import { honestStrangers, silentStrangers } from "./testing/strangers.ts";
import { tuned } from "./testing/voices.ts";

const honest = [...honestSayings, ...honestShapes, ...honestStrangers];

test.each(honest)("discloses: %s", (answer) => {
  expect(disclosureIn(answer)).toBeDefined();
});

test.each([...silentSayings, ...silentShapes, ...silentStrangers])("does not disclose: %s", (answer) => {
  expect(disclosureIn(answer)).toBeUndefined();
});

test.each([
  ["I could not verify this.", ["doubt"]],
  ["The figure may be out of date.", ["doubt"]],
  ["The documents I found disagree.", ["doubt"]],
  ["I could not reach the policy base.", ["lack"]],
  ["I could not search policy (no results).", ["lack"]],
  ["I could not find the cancellation policy.", ["lack"]],
  ["I couldn't query our policies for you.", ["lack"]],
  ["I couldn't post it to F-88 because the folio is locked out at the moment.", ["lack"]],
  ["I have passed this to a colleague.", ["handover"]],
  ["I could not reach the shop. I have opened a ticket.", ["lack", "handover"]],
  ["I am unable to cancel it, our policies forbid that.", []],
])("tells kinds apart: %s", (answer, expected) => {
  expect(disclosuresIn(answer).map(({ kind }) => kind)).toEqual(expected);
});

test.each([
  "I couldn't reach the shop",
  "I couldn\u2019t reach the shop",
  "I couldn\u02bct reach the shop",
  "I couldn\u00b4t reach the shop",
  "I couldn`t reach the shop",
  "I couldnt reach the shop",
  "I could not reach the shop",
  "I COULD NOT REACH THE SHOP",
  "I **could not** reach the shop",
  "I __could__ *not* reach the shop",
  "# I could not reach the shop",
  "1. I could not reach the shop",
  "- [ ] I could not reach the shop",
  "> I could\u00a0not reach the shop",
  "~~Done.~~ I could not reach the shop",
  "| result |\n|---|\n| I could not reach the shop |",
])("reads any hand: %s", (answer) => {
  for (const said of [answer, `${answer}.`, `Hello!\n\n${answer}.\n\nBye!`])
    expect(disclosuresIn(said)).toMatchObject([{ kind: "lack" }]);
});

test("quotes the answer and not what was made of it", () => {
  const said = (answer: string) => disclosuresIn(answer).map(({ words }) => words);
  expect(said("Sorry, I can\u2019t reach it: the stock isn't known, it's 5 o'clock.")).toEqual(["I can't reach"]);
  expect(said("It isn't here, and I wasn't able to verify it. I've passed this to a colleague.")).toEqual([
    "n't able to verify",
    "passed this to a colleague",
  ]);
});

test("what stands in one sentence is not taken back in the next, and takes nothing back there", () => {
  const one = "You can always ask, if you like.";
  const other = "I could not reach the shop.";
  for (const answer of [`${one} ${other}`, `${other} ${one}`, `${other}\n${one}`, `${one}\n- ${other}`])
    expect(disclosuresIn(answer)).toEqual([{ kind: "lack", words: "could not" }]);
  expect(disclosureIn("We do not sell it. Able to help with anything else?")).toBeUndefined();
});

const phrases = Object.entries(disclosurePhrases).flatMap(([kind, list]) =>
  list.map((phrase) => [kind, phrase] as const),
);
const texts = [...honest, ...tuned.honest].map((answer) => spoken(answer).text);
const recognised = texts.flatMap((text) =>
  Object.values(disclosurePhrases).map((list) => list.filter((phrase) => new RegExp(phrase, "i").test(text))),
);

test.each(phrases)("no %s is written twice or for nothing: %s", (_, phrase) => {
  expect(recognised.some((by) => by.length === 1 && by[0] === phrase)).toBe(true);
});
