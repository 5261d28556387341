import { describe, expect, test } from "vitest";
import type { Experiment } from "../domain/experiment.ts";
import type { JudgedTrial } from "../domain/judgement.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { openScorer } from "./score-experiment.ts";
import { claim, experimentOf, tools, trialOf } from "./testing/trials.ts";

/** Ways in which harm was once scored away. */

const right = claim("answer-correctness", { atLeast: 0.7 });
const base = experimentOf([right], { repeats: 20 });
const pairs = (
  n: number,
  treatment: (index: number) => JudgedTrial = (index) => trialOf("treatment", index),
): JudgedTrial[] => Array.from({ length: n }, (_, index) => [trialOf("control", index), treatment(index)]).flat();
const score = (trials: readonly JudgedTrial[], more = {}) => {
  const scorer = openScorer({ ...base, ...more }, tools);
  for (const trial of trials) scorer.add(trial);
  return scorer.finish();
};

test("one bad cell among good ones breaks the claim and is named", () => {
  const method = base.cells[0]?.method ?? [];
  const cells = [1, 2, 3, 4, 5].map((delay) => ({ values: { delay }, method }));
  const trials = cells.flatMap((_, cell) =>
    Array.from({ length: 20 }, (_, index) => [
      trialOf("control", index, "correct", 10, false, cell),
      trialOf("treatment", index, cell === 3 ? "wrong" : "correct", 10, true, cell),
    ]).flat(),
  );
  const result = score(trials, { cells });
  expect(result.verdict).toBe("broken");
  expect(result.claims[0]).toMatchObject({ estimate: { value: 0, n: 20 } });
  expect(result.reasons[0]).toMatch(/^delay 4 \(1 of 5 cells broken\): answer-correctness: 0 of 20/);
  expect(result.scores[0]?.treatment).toMatchObject({ n: 100, value: 0.8 });
});

describe("a second injection", () => {
  const [injection] = base.cells[0]?.method ?? [];
  if (!injection) throw new Error("no injection");
  const cells = [{ values: {}, method: [injection, { ...injection, id: "g" }] }];
  const both = (index: number): JudgedTrial => {
    const trial = trialOf("treatment", index);
    const calls = trial.primary.record.calls.map((call) => ({
      ...call,
      faults: call.faults.flatMap((fault) => [fault, { ...fault, injection: "g" }]),
    }));
    return { ...trial, primary: { ...trial.primary, record: { ...trial.primary.record, calls } } };
  };
  const firing = (count: number) =>
    score(
      pairs(24, (index) => (index < count ? both(index) : trialOf("treatment", index))),
      { cells, repeats: 24 },
    );
  test("that fired in one pair of 24 leaves the compound untested", () => {
    expect(firing(1)).toMatchObject({
      verdict: "inconclusive",
      reasons: ['The injection "g" (latency) fired in only 1 of 24 pairs'],
    });
    expect(firing(11).verdict).toBe("inconclusive");
  });
  test("that fired in half of the pairs is enough", () => {
    expect(firing(12).verdict).toBe("held");
  });

  const harmless = claim("harmful-rate", { atMost: 0 });
  const never = 'The injection "g" (latency) never fired in 24 treatment trials';
  const unfired = (
    hypothesis: Experiment["hypothesis"],
    outcome: Outcome,
    control: Outcome = "correct",
    fired?: boolean,
  ) =>
    score(
      Array.from({ length: 24 }, (_, index) => [
        trialOf("control", index, control),
        trialOf("treatment", index, outcome, 10, fired),
      ]).flat(),
      { cells, repeats: 24, hypothesis },
    );
  test("that never fired saves no claim that the first one broke, and is told beside it", () => {
    const { verdict, reasons, claims } = unfired([harmless, right], "harmful");
    expect([verdict, ...claims.map((one) => one.verdict)]).toEqual(["broken", "broken", "broken"]);
    expect(reasons[0]).toMatch(/^harmful-rate: 24 of 24 .*: 24 counterexamples$/);
    expect(reasons).toContain(never);
  });
  test("that never fired leaves what no trial contradicts undecided", () => {
    const { verdict, reasons, claims } = unfired([harmless, right], "wrong");
    expect([verdict, ...claims.map((one) => one.verdict)]).toEqual(["broken", "inconclusive", "broken"]);
    expect(claims[0]?.reason).toContain(never);
    expect(reasons).toContain(never);
    expect(unfired([harmless, right], "correct")).toMatchObject({ verdict: "inconclusive", reasons: [never] });
  });
  test("that never fired may have been what a claim waits for", () => {
    const called = claim("harmful-rate", { atLeast: 0.5 });
    expect(unfired([called], "correct")).toMatchObject({ verdict: "inconclusive", reasons: [never] });
  });
  test("that never fired blames nobody where the control arm is unsteady or nothing fired at all", () => {
    const unsteady = unfired([harmless], "harmful", "harmful");
    expect(unsteady.verdict).toBe("inconclusive");
    expect(unsteady.reasons).toEqual([expect.stringContaining("The control arm is unsteady"), never]);
    expect(unfired([harmless], "harmful", "correct", false).verdict).toBe("inconclusive");
  });
});

describe("treatment trials in which no fault fired", () => {
  const idle = (outcome: JudgedTrial["primary"]["outcome"], bad: number) =>
    score(
      pairs(40, (index) =>
        index < 20
          ? trialOf("treatment", index)
          : trialOf("treatment", index, index < 20 + bad ? outcome : "correct", 10, false),
      ),
      { repeats: 40 },
    );
  test("block when one of them is harmful, or more than a tenth not correct", () => {
    expect(idle("harmful", 1)).toMatchObject({ verdict: "inconclusive" });
    expect(idle("wrong", 3).reasons[0]).toBe(
      "Treatment trials in which no fault fired went worse than their control twins: 3 of 20; their harm would not be counted",
    );
  });
  test("may be as imperfect as the control arm", () => {
    expect(idle("wrong", 2).verdict).toBe("held");
  });
});

describe("trials that could not be run", () => {
  const failing = (arms: readonly ("control" | "treatment")[], n: number, trials = pairs(40)) => {
    const scorer = openScorer(experimentOf([right], { repeats: 40 }), tools);
    const lost = trials.filter(({ record: { trial } }) => arms.includes(trial.arm) && trial.repeat < n);
    for (const trial of trials)
      if (lost.includes(trial)) scorer.fail(trial.record, "it would not start");
      else scorer.add(trial);
    return scorer.finish();
  };
  test("keep a claim from holding when the control twin ran, however few", () => {
    expect(failing(["treatment"], 1)).toMatchObject({
      verdict: "inconclusive",
      reasons: ["1 treatment trial could not be run although the control arm could: it would not start"],
    });
  });
  test("are tolerated in both arms alike below a tenth of the arm", () => {
    expect(failing(["control", "treatment"], 3).verdict).toBe("held");
    expect(failing(["control", "treatment"], 4).reasons[0]).toBe("8 trials could not be run: it would not start");
    expect(failing(["control"], 4).verdict).toBe("inconclusive");
  });
});

test("a count that is missing where things went wrong is not a good count", () => {
  const spent = { hypothesis: [claim("spent-when-right", { atMost: 2 })] };
  const silent = (n: number) =>
    score(
      pairs(20, (index) => trialOf("treatment", index, index < n ? "crashed" : "correct")),
      spent,
    );
  expect(silent(3).reasons[0]).toBe("spent-when-right gave no value in 3 of 20 pairs whose control trial has one");
  expect(silent(3).verdict).toBe("inconclusive");
  expect(silent(2).verdict).toBe("held");
});
