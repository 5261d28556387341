import { expect, test } from "vitest";
import { sentence, spoken } from "./spoken.ts";

const sentences = (answer: string): readonly string[] => {
  const { text, quote } = spoken(answer);
  return [...text.matchAll(sentence)].map(({ 0: said, index }) => quote(index, index + said.length));
};

test.each([
  ["It is with D. Whitmore. She rings you.", ["It is with D. Whitmore.", "She rings you."]],
  ["D. Whitmore can't come.", ["D. Whitmore can't come."]],
  ["Ask Dr. Lindqvist or Mrs. Marsh.", ["Ask Dr. Lindqvist or Mrs. Marsh."]],
  ["You are in Block F. For the doors I don't know.", ["You are in Block F.", "For the doors I don't know."]],
  ["Take plan B. The rest waits.", ["Take plan B.", "The rest waits."]],
  ["So do I. You too.", ["So do I.", "You too."]],
])("%s", (answer, said) => {
  expect(sentences(answer)).toEqual(said);
});
