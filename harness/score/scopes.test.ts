import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineEvidence } from "../domain/evidence.ts";
import type { Experiment } from "../domain/experiment.ts";
import { scopesOf } from "./scopes.ts";
import { openScorer } from "./score-experiment.ts";
import { claim, experimentOf, pairOf, probes, tools } from "./testing/trials.ts";

const experiments = [
  experimentOf([claim("answer-correctness", { atLeast: 0.5 })], { id: "one", repeats: 12 }),
  experimentOf([], { id: "two", failureMode: "excessive-latency", repeats: 8 }),
];

/** Every third treatment trial is wrong; each takes 10 ms more than the one before. */
function portions(more: Parameters<typeof openScorer>[1] = tools) {
  return experiments.map((experiment: Experiment) => {
    const scorer = openScorer(experiment, more);
    for (let repeat = 0; repeat < experiment.repeats; repeat += 1)
      for (const trial of pairOf(repeat, repeat % 3 === 0 ? "wrong" : "correct", 10 * (repeat + 1))) scorer.add(trial);
    return scorer.portion;
  });
}

describe("scopes", () => {
  const scopes = scopesOf(portions());
  test("are the run, and each failure mode, dimension and faulted dependency in it", () => {
    expect(scopes.map(({ kind, name, experiments, pairs }) => [kind, name, experiments, pairs])).toEqual([
      ["run", "run", ["one", "two"], 20],
      ["failure-mode", "excessive-latency", ["two"], 8],
      ["failure-mode", "incorrect-response", ["one"], 12],
      ["dimension", "tools", ["one", "two"], 20],
      ["dependency", "a", ["one", "two"], 20],
    ]);
    expect(scopesOf([...portions()].reverse())).toEqual(scopes);
    expect(scopesOf([])).toEqual([]);
  });
  test("have the outcomes of both arms", () => {
    expect(scopes[0]?.outcomes).toMatchObject({ control: { correct: 20 }, treatment: { correct: 13, wrong: 7 } });
  });
  test("have scores of both arms and their difference, each with its n", () => {
    const correct = scopes[0]?.scores.find(({ probe }) => probe === "answer-correctness");
    expect(correct).toMatchObject({
      treatment: { value: 0.65, n: 20, method: "wilson" },
      control: { value: 1, n: 20 },
      difference: { n: 20, method: "bootstrap" },
    });
    expect(correct?.difference?.value).toBeCloseTo(-0.35, 12);
    expect(correct?.difference?.high).toBeLessThan(0);
  });
  test("have latency quantiles whose confidence says what 20 trials can bound", () => {
    expect(scopes[0]?.latency.map(({ quantile, treatment }) => [quantile, treatment?.value, treatment?.n])).toEqual([
      ["p50", 50, 20],
      ["p95", 110, 20],
      ["p99", 120, 20],
    ]);
    expect(scopes[0]?.latency.map(({ treatment }) => treatment?.confidence.toFixed(2))).toEqual([
      "0.95",
      "0.63",
      "0.17",
    ]);
  });
  test("have pass^k up to the trials that each task has, the same task of another experiment for itself", () => {
    const passK = scopes[0]?.passK ?? [];
    expect(passK.map(({ k }) => k)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // 8 of 12 and 5 of 8.
    expect(passK[0]?.treatment).toMatchObject({ value: (8 / 12 + 5 / 8) / 2, n: 2 });
    expect(passK[1]?.treatment?.value).toBeCloseTo(((8 * 7) / (12 * 11) + (5 * 4) / (8 * 7)) / 2, 12);
    expect(passK[7]?.control?.value).toBe(1);
  });
  test("do not mix a probe's parameters: scopes have the usual ones, the experiment those of its claim", () => {
    const params = z.strictObject({ off: z.number().default(0) });
    const correctness = {
      ...(probes["answer-correctness"] as NonNullable<(typeof probes)[string]>),
      params,
      measure: (_: unknown, __: unknown, given: unknown) => [params.parse(given).off],
    };
    const experiment = experimentOf([claim("answer-correctness", { params: { off: 1 }, atLeast: 0.5 })]);
    const scorer = openScorer(experiment, { ...tools, probes: { "answer-correctness": correctness } });
    for (const trial of pairOf(0)) scorer.add(trial);
    expect(scorer.finish().scores[0]?.treatment?.value).toBe(1);
    expect(scopesOf([scorer.portion])[0]?.scores[0]?.treatment?.value).toBe(0);
  });
  test("have the time to recover where a detector shows it, and none otherwise", () => {
    expect(scopes[0]?.recovery).toBeUndefined();
    const recovery = defineEvidence({
      id: "E25",
      name: "recovery",
      summary: "Is well again.",
      figures: { recoveryMs: "ms" },
      look: ({ treatment }) =>
        ["a", "b"].map((about, index) => ({
          about,
          conclusion: "present",
          reason: "well again",
          saw: [],
          figures: { recoveryMs: (treatment.primary.record.ended?.t ?? 0) + index },
        })),
    });
    const shown = scopesOf(portions({ ...tools, evidence: [recovery] }))[0]?.recovery;
    expect(shown).toMatchObject({ value: 51, n: 20, method: "order-statistic" });
  });
});
