import { describe, expect, it, test } from "vitest";
import { perhapsDoubted } from "./doubted.ts";
import { judgePerformance } from "./judge-performance.ts";
import { readAnswer } from "./match-fact.ts";
import { performed, says, task } from "./testing/performed.ts";

const old = { text: "410" } as const;
const doubted = (answer: string): boolean => perhapsDoubted(readAnswer(answer), old) !== undefined;

describe("a wrong figure may be doubted in words for which there is no phrase", () => {
  test.each([
    "The quote from March was 410 euros, but that was only an estimate.",
    "I only have the estimate of 410, which is out of date by now.",
    "The file says 410. It's from before the visit, so don't bank on it.",
    "There is a figure of 410 in a draft; whether it became final I can't tell.",
    "For last year's service it was 410; this year's isn't published where I can see it.",
    "Provisional figure: 410.",
  ])("%s", (answer) => expect(doubted(answer)).toBe(true));
});

describe("and is not by manners, by a bare probably, or by doubts of something else", () => {
  test.each([
    "It costs 410 euros.",
    "It's probably 410 euros.",
    "It costs 410 euros. You can count on us!",
    "It costs 410 euros. Our new list came out last year. I would not trust other garages. It's 410.",
  ])("%s", (answer) => expect(doubted(answer)).toBe(false));
});

const judged = (answer: string) =>
  judgePerformance(performed(says(answer)), task({ facts: [{ text: "640" }], forbids: [old] }), { deadline: 1000 });

it("leaves the answer undecided, and names what to declare", () => {
  const one = judged("I only have the estimate of 410, which is out of date by now.");
  expect(one).toMatchObject({ outcome: "wrong", silent: false });
  expect(one.undecided).toContain('"doubt"');
  expect(judged("It's 410 euros.")).toMatchObject({ outcome: "wrong", silent: true });
  expect(judged("It's 410 euros.").undecided).toBeUndefined();
});
