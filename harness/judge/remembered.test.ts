import { expect, test } from "vitest";
import { remembered } from "./remembered.ts";

test("works a text out once, and keeps no more than it was told to", () => {
  const asked: string[] = [];
  const length = remembered((text) => {
    asked.push(text);
    return text === "" ? undefined : text.length;
  }, 4);
  expect([length("ab"), length("ab"), length(""), length("")]).toEqual([2, 2, undefined, undefined]);
  expect(asked).toEqual(["ab", ""]);
  for (const text of ["c", "d", "e"]) length(text);
  expect(length("ab")).toBe(2);
  expect(asked).toEqual(["ab", "", "c", "d", "e", "ab"]);
  length("e");
  expect(asked).toHaveLength(6);
});
