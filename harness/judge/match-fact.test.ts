import { describe, expect, it } from "vitest";
import { readAnswer, states } from "./match-fact.ts";

describe("a fact's text", () => {
  it.each([
    ["The answer is fourteen.", "four", false],
    ["It is nineteen.", "nine", false],
    ["That was Islamism.", "Islam", false],
    ["See the warranty.", "War", false],
    ["I found nothing.", "not", false],
    ["In the 1990s.", "1990", false],
    ["On the 30th.", "30", false],
    ["In 1990.", "1990", true],
    ["I have refunded it.", "refund", true],
    ["Your order is cancelled.", "cancel", true],
    ["Two tents are left.", "tent", true],
    ["The shop's rules.", "shop", true],
    ["It is shipped", "shipped", true],
    ["It costs $75.", "$75", true],
    ["It costs $75.50.", "$75", false],
  ])("%s has %s: %s", (answer, text, expected) => {
    expect(states(readAnswer(answer), { text })).toBe(expected);
  });
});

describe("a fact that a verb denies", () => {
  it.each([
    ["The parcel is in Lyon. It does not arrive on 12 October.", "12 October", false],
    ["It won't arrive on 12 October.", "12 October", false],
    ["It will not be delivered on the 12 October.", "12 October", false],
    ["It has never been sent to Lyon.", "Lyon", false],
    ["We don't ship it to Lyon.", "Lyon", false],
    ["It was not seen in Lyon.", "Lyon", false],
    ["It cannot be returned within 30 days.", "30 days", false],
    ["It does not arrive until 12 October.", "12 October", true],
    ["It won't be delivered before 12 October.", "12 October", true],
    ["P-1 has not left Lyon.", "Lyon", true],
    ["It has not moved from Lyon.", "Lyon", true],
    ["It is not far from Lyon.", "Lyon", true],
    ["Do not miss it on 12 October.", "12 October", true],
    ["You will not pay for 30 days.", "30 days", true],
    ["It did not arrive on Monday but on 12 October.", "12 October", true],
    ["It was not damaged and arrives on 12 October.", "12 October", true],
    ["It isn't only sent to Lyon.", "Lyon", true],
    ["There is no fee, it goes to Lyon.", "Lyon", true],
  ])("%s has %s: %s", (answer, text, expected) => {
    expect(states(readAnswer(answer), { text })).toBe(expected);
  });
});
