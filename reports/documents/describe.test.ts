import { describe, expect, it } from "vitest";
import type { Selector, Trigger } from "../../harness/domain/experiment.ts";
import { describeSelector } from "./describe-selector.ts";
import { describeTrigger, ordinal } from "./describe-trigger.ts";

describe("triggers in words", () => {
  const cases: readonly (readonly [Trigger, string])[] = [
    [{}, "every call"],
    [{ never: true }, "never"],
    [{ first: 1 }, "first call"],
    [{ first: 2 }, "first 2 calls"],
    [{ every: 1 }, "every call"],
    [{ every: 3 }, "every 3rd call"],
    [{ nth: [1, 2, 12] }, "1st, 2nd and 12th call"],
    [{ afterFirst: 2 }, "after the first 2 calls"],
    [{ probability: 0.5 }, "with probability 0.5"],
    [{ window: { from: 5000, to: 10_000 } }, "from 5s to 10s"],
    [{ window: { from: 0, to: 10_000 } }, "in the first 10s"],
    [{ window: { from: 5000, to: Number.POSITIVE_INFINITY } }, "from 5s on"],
    [{ duty: { on: 5000, off: 5000 } }, "on 5s, off 5s"],
    [{ ramp: { from: 0, to: 1, over: 60_000 } }, "with probability going from 0 to 1 over 1m"],
    [{ where: { "request.arguments.id": "TG-1" } }, 'where request.arguments.id is "TG-1"'],
    [{ after: { injection: "outage", within: 2000 } }, "within 2s after outage has fired"],
    [{ after: { injection: "outage" } }, "after outage has fired"],
    [{ every: 2, probability: 0.5 }, "every 2nd call, with probability 0.5"],
  ];
  it.each(cases)("%j", (trigger, words) => {
    expect(describeTrigger(trigger)).toBe(words);
  });

  it("counts in English", () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 113].map(ordinal)).toEqual([
      "1st",
      "2nd",
      "3rd",
      "4th",
      "11th",
      "12th",
      "13th",
      "21st",
      "22nd",
      "101st",
      "111th",
      "113th",
    ]);
  });
});

describe("selectors in words", () => {
  const cases: readonly (readonly [Selector, string])[] = [
    [{ boundary: "model", dependencies: ["*"] }, "every model"],
    [{ boundary: "model", dependencies: ["claude"] }, "claude"],
    [{ boundary: "tool", dependencies: ["orders"], operations: ["create_refund"] }, "create_refund of orders"],
    [{ boundary: "tool", dependencies: ["*"], operations: ["get_*", "list_*"] }, "get_* and list_* of every tool"],
    [{ boundary: "retrieval", dependencies: ["a", "b", "c"] }, "a, b and c"],
    [
      { boundary: "tool", dependencies: ["orders"], where: { "request.arguments.id": 7 } },
      "orders where request.arguments.id is 7",
    ],
  ];
  it.each(cases)("%j", (selector, words) => {
    expect(describeSelector(selector)).toBe(words);
  });
});
