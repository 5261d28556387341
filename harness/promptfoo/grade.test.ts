import type { AssertionValueFunctionContext } from "promptfoo";
import { describe, expect, it } from "vitest";
import { outcomes } from "../domain/vocabulary.ts";
import { correct, neverSilentlyWrong, outcome } from "./grade.ts";

const contextOf = (metadata: Readonly<Record<string, unknown>>): AssertionValueFunctionContext => ({
  prompt: "p",
  vars: {},
  test: {},
  logProbs: undefined,
  provider: undefined,
  providerResponse: {
    output: "an answer",
    metadata: {
      outcome: "correct",
      controlOutcome: "correct",
      reasons: [],
      doubts: [],
      silent: false,
      scores: { "utility-retained": 1, "answer-correctness": 1 },
      ...metadata,
    },
  },
});

describe("outcome", () => {
  it("passes what misleads nobody and leaves nobody waiting", () => {
    const passing = outcomes.filter((one) => outcome("", contextOf({ outcome: one })).pass);
    expect(passing).toEqual(["correct", "degraded", "failed-safe"]);
  });

  it("scores with the worth of the outcome and hands on every share by name", () => {
    const scores = { "utility-retained": 0.7, "answer-correctness": 0, "facts-stated": 0.5 };
    const graded = outcome("", contextOf({ outcome: "degraded", reasons: ["does not say 30 days"], scores }));
    expect(graded).toEqual({ pass: true, score: 0.7, reason: "degraded: does not say 30 days", namedScores: scores });
  });
});

describe("correct", () => {
  it("passes nothing less", () => {
    expect(outcomes.filter((one) => correct("", contextOf({ outcome: one })).pass)).toEqual(["correct"]);
  });
});

describe("neverSilentlyWrong", () => {
  it("fails a wrong answer without a warning, and says why it is wrong", () => {
    const graded = neverSilentlyWrong("", contextOf({ outcome: "wrong", silent: true, reasons: ["says 60 days"] }));
    expect(graded).toEqual({ pass: false, score: 0, reason: "silently wrong: says 60 days" });
  });

  it("passes a wrong answer that warns", () => {
    expect(neverSilentlyWrong("", contextOf({ outcome: "wrong", silent: false })).pass).toBe(true);
  });
});

describe("a trial that cannot tell", () => {
  it.each([outcome, correct, neverSilentlyWrong])("is not a pass for %o", (grade) => {
    const graded = grade("", contextOf({ doubts: ["stale-results never fired"] }));
    expect(graded).toEqual({ pass: false, score: 0, reason: "cannot tell: stale-results never fired" });
  });
});
