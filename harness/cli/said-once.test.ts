import { expect, it } from "vitest";
import { saidOnce } from "./said-once.ts";

it("says each message once, and at the end how often those came that came again", () => {
  const closing: string[] = [];
  const said: string[] = [];
  {
    using once = saidOnce((text) => closing.push(text));
    for (const message of ["old model\nmove on\n", "else\n", "old model\nmove on\n", "old model\nmove on\n"])
      if (once.first(message)) said.push(message);
    expect(closing).toEqual([]);
  }
  expect(said).toEqual(["old model\nmove on\n", "else\n"]);
  expect(closing).toEqual(["… 2 more times: old model move on\n"]);
});

it("holds back nothing that it cannot remember", () => {
  const closing: string[] = [];
  const many = Array.from({ length: 2000 }, (_, index) => `message ${index}`);
  const long = "x".repeat(20_000);
  let said = 0;
  {
    using once = saidOnce((text) => closing.push(text));
    expect(many.every(once.first)).toBe(true);
    expect([once.first(long), once.first(long)]).toEqual([true, true]);
    said = many.filter(once.first).length;
  }
  // Those that were remembered are counted the second time, all others are said.
  expect(closing.length).toBeGreaterThan(0);
  expect(said + closing.length).toBe(many.length);
});
