import { expect, test } from "vitest";
import { disclosuresIn } from "./disclosure.ts";
import { namesAmiss } from "./named.ts";

const names = namesAmiss([
  { name: "pharmacy", boundary: "tool" },
  { name: "price-list", boundary: "retrieval" },
  { name: "orders", boundary: "tool" },
  { name: "model", boundary: "model" },
]);
const words = (answer: string): readonly string[] => disclosuresIn(answer, names).map((one) => one.words);

test.each([
  ["The pharmacy is down.", "pharmacy is down"],
  ["The pharmacy isn't answering.", "pharmacy isn't answering"],
  ["Sorry, the pharmacy has not replied.", "pharmacy has not replied"],
  ["Price list is still not responding.", "Price list is still not responding"],
  ["The price-list timed out twice.", "price-list timed out"],
  ["Orders keeps failing.", "keeps failing"],
])("%s", (answer, said) => {
  expect(words(answer)).toEqual([said]);
});

test.each([
  "The pharmacy is closed.",
  "The pharmacy is unavailable on Sundays.",
  "The pharmacy is down the road.",
  "Your orders are down 5 % on last year.",
  "The model is working on it.",
  "The pharmacy has your parcel.",
])("%s says nothing of the kind", (answer) => {
  expect(words(answer)).toEqual([]);
});

test("without names it is a shop as any other", () => {
  expect(namesAmiss([])).toBe("");
  expect(disclosuresIn("The pharmacy is down.")).toEqual([]);
  expect(disclosuresIn("The pharmacy is down.", "")).toEqual([]);
});
