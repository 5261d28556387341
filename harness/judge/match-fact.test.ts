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
