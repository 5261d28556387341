import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JudgedTrial } from "../domain/judgement.ts";
import { outcomes } from "../domain/vocabulary.ts";
import { openScorer, scoreExperiment } from "./score-experiment.ts";
import { claim, experimentOf, pairOf, tools, trialOf } from "./testing/trials.ts";

const right = claim("answer-correctness", { atLeast: 0.8, of: "control" });
const score = (pairs: readonly (readonly JudgedTrial[])[], hypothesis = [right], more = {}) =>
  scoreExperiment(experimentOf(hypothesis, { repeats: Math.max(1, pairs.length), ...more }), pairs.flat(), tools);
const many = (n: number, wrong = 0) =>
  Array.from({ length: n }, (_, index) => pairOf(index, index < wrong ? "wrong" : "correct", 10 + index));

describe("an experiment", () => {
  test("is held with reasons, scores and examples", async () => {
    const result = await score(many(20));
    expect(result).toMatchObject({
      verdict: "held",
      reasons: ["answer-correctness: 20 of 20 (95 % interval 0.84 to 1), asked for at least 0.8 of control"],
      trials: { planned: 40, finished: 40, failed: 0, exposed: 20 },
      injections: [{ id: "f", fault: "latency", fired: 20, trials: 20 }],
    });
    expect(result.scores.map(({ probe }) => probe)).toEqual(["answer-correctness", "time-to-answer"]);
    expect(result.examples).toHaveLength(3);
  });
  test("says how many more trials would decide, and how many more repeats give as many", async () => {
    // Two tasks: each repeat gives two pairs.
    const [task] = experimentOf([]).tasks;
    const tasks = task ? [task, { ...task, id: "u" }] : [];
    const [open] = (await score(many(20), [claim("answer-correctness", { atLeast: 0.95 })], { tasks, repeats: 10 }))
      .claims;
    expect(open).toMatchObject({ verdict: "inconclusive", needs: 53, repeats: 27 });
    expect(open?.reason).toMatch(/about 53 more trials \(27 more repeats\) would decide$/);
  });
  test("is broken by what its claims say, and shows the worst pairs", async () => {
    const result = await score([...many(20, 15), pairOf(20, "harmful")]);
    expect(result.verdict).toBe("broken");
    expect(result.examples.map(({ treatment }) => treatment.primary.outcome)).toEqual(["harmful", "wrong", "wrong"]);
    expect(result.outcomes.treatment).toMatchObject({ correct: 5, wrong: 15, harmful: 1 });
  });
  test("the worst claim wins", async () => {
    expect((await score(many(20, 15), [{ ...right, level: "should" }])).verdict).toBe("degraded");
    expect(
      (await score(many(20, 15), [{ ...right, level: "should" }, claim("harmful-rate", { atMost: 0.5 })])).verdict,
    ).toBe("degraded");
    expect((await score(many(5), [{ ...right, atLeast: 0.99 }, claim("harmful-rate", { atMost: 0.9 })])).verdict).toBe(
      "inconclusive",
    );
  });
});

describe("what cannot tell is not a pass", () => {
  test("no finished pair", async () => {
    const scorer = openScorer(experimentOf([right]), tools);
    scorer.fail(trialOf("control", 0).record, "the target did not start");
    const result = scorer.finish();
    expect(result.verdict).toBe("inconclusive");
    expect(result.reasons[0]).toBe("It could not be run: the target did not start");
    expect(result.trials).toMatchObject({ failed: 1, finished: 0 });
  });
  test("trials that were finished, and whose answers could not be graded", async () => {
    const open = many(2)
      .flat()
      .map((trial) => ({
        ...trial,
        primary: { ...trial.primary, undecided: "llm-rubric cannot tell: it needs a judge" },
      }));
    const { reasons, verdict, unjudged } = await scoreExperiment(experimentOf([right]), open, tools);
    expect(verdict).toBe("inconclusive");
    expect(unjudged).toEqual({ trials: 4, exposed: 2, why: "llm-rubric cannot tell: it needs a judge" });
    expect(reasons.filter((reason) => reason.includes("llm-rubric"))).toEqual([
      "No pair of a control and a treatment trial has an outcome in both: 4 trials could not be judged: llm-rubric cannot tell: it needs a judge",
    ]);
    expect(reasons.join()).not.toContain("was finished");
  });
  test("an unsteady control arm, even where a claim would be broken", async () => {
    const pairs = many(20, 20).map((pair, index) =>
      index < 3 ? [trialOf("control", index, "wrong"), ...pair.slice(1)] : pair,
    );
    const result = await score(pairs);
    expect(result.verdict).toBe("inconclusive");
    expect(result.reasons[0]).toBe("The control arm is unsteady: only 17 of 20 trials without any fault were correct");
    expect(result.claims[0]?.reason).toContain("unsteady");
  });
  test("one harmful control trial", async () => {
    const pairs = many(30).map((pair, index) =>
      index === 0 ? [trialOf("control", 0, "harmful"), ...pair.slice(1)] : pair,
    );
    expect((await score(pairs)).reasons[0]).toContain("1 of 30 trials without any fault ended harmful");
  });
  test("an injection that never fired is named", async () => {
    const base = experimentOf([right]);
    const [cell] = base.cells;
    const [injection] = cell?.method ?? [];
    const cells =
      cell && injection ? [{ ...cell, method: [injection, { ...injection, id: "g", fault: "cut-stream" }] }] : [];
    const result = await score(many(20), [right], { cells });
    expect(result.verdict).toBe("inconclusive");
    expect(result.reasons[0]).toBe('The injection "g" (cut-stream) never fired in 20 treatment trials');
    expect(result.injections).toContainEqual({ id: "g", fault: "cut-stream", fired: 0, trials: 20 });
  });
  test("an injection that left every call as it was is named, and why", async () => {
    const base = experimentOf([right]);
    const [cell] = base.cells;
    const [injection] = cell?.method ?? [];
    const cells =
      cell && injection ? [{ ...cell, method: [injection, { ...injection, id: "g", fault: "cut-stream" }] }] : [];
    const why = (reason: string) => [
      { type: "fault-idle" as const, trial: "", performance: "", t: 0, address: "", injection: "g", reason },
    ];
    const told = many(20).map((pair, index) =>
      pair.map((trial) => ({ ...trial, record: { ...trial.record, idle: why(index > 3 ? "not so" : "no stream") } })),
    );
    const result = await score(told, [right], { cells });
    expect(result.reasons[0]).toBe('The injection "g" (cut-stream) never fired in 20 treatment trials: no stream');
  });
  test("a probe that throws, is mute or does not exist", async () => {
    const bound = { atLeast: 0.1 };
    const result = await score(many(20), [claim("throwing", bound), claim("mute", bound), claim("nonsense", bound)]);
    expect(result.claims.map(({ verdict }) => verdict)).toEqual(["inconclusive", "inconclusive", "inconclusive"]);
    expect(result.claims.map(({ reason }) => reason)).toEqual([
      "The probe throwing failed at e/t/0/000000: division by cucumber",
      "mute gave no value in any of 20 pairs",
      'There is no probe "nonsense"',
    ]);
  });
  test("trials that are missing, aborted or claim nothing", async () => {
    expect((await score(many(20), [right], { repeats: 30 })).reasons[0]).toBe(
      "Only 40 of 60 planned trials were finished",
    );
    expect((await score(many(20), [])).reasons).toEqual(["The experiment claims nothing"]);
    const scorer = openScorer(experimentOf([right], { repeats: 20 }), tools);
    for (const trial of many(20).flat()) scorer.add(trial);
    scorer.abort("3 harmful");
    expect(scorer.finish()).toMatchObject({
      verdict: "inconclusive",
      reasons: ["The experiment was stopped: 3 harmful", expect.any(String)].slice(0, 1),
    });
  });
  test("a broken claim stays broken in a run that was stopped", async () => {
    expect((await score(many(20, 20), [right], { repeats: 30 })).verdict).toBe("broken");
  });
  test("treatment trials in which nothing fired do not count", async () => {
    const idle = Array.from({ length: 30 }, (_, index) => [
      trialOf("control", 100 + index),
      trialOf("treatment", 100 + index, "correct", 10, false),
    ]);
    const result = await score([...many(10, 10), ...idle]);
    expect(result).toMatchObject({ verdict: "broken", trials: { exposed: 10 } });
    expect(result.claims[0]?.estimate?.n).toBe(10);
  });
});

describe("laws", () => {
  const trials = fc.array(fc.tuple(fc.constantFrom(...outcomes), fc.integer({ min: 1, max: 5000 })), {
    minLength: 1,
    maxLength: 25,
  });
  const hypothesis = [
    right,
    claim("mean-time", { atMost: 900 }),
    claim("time-to-answer", { atMost: 900 }),
    claim("mean-time", { atMost: 3, of: "control" }),
  ];

  test("permuting trials changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(
        trials.chain((list) => {
          const all = list.flatMap(([outcome, t], index) => pairOf(index, outcome, t));
          return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));
        }),
        async ([all, mixed]) => {
          const experiment = experimentOf(hypothesis);
          expect(await scoreExperiment(experiment, mixed, tools)).toEqual(
            await scoreExperiment(experiment, all, tools),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a trial that comes twice counts once", async () => {
    const all = many(8, 3).flat();
    expect(await scoreExperiment(experimentOf(hypothesis), [...all, ...all], tools)).toEqual(
      await scoreExperiment(experimentOf(hypothesis), all, tools),
    );
  });

  test("adding a correct pair never worsens answer-correctness", async () => {
    await fc.assert(
      fc.asyncProperty(trials, fc.boolean(), async (list, fired) => {
        const all = list.flatMap(([outcome, t], index) => pairOf(index, outcome, t));
        const extra = [trialOf("control", 999), trialOf("treatment", 999, "correct", 10, fired)];
        const of = async (some: readonly JudgedTrial[]) =>
          (await scoreExperiment(experimentOf([right]), some, tools)).claims[0]?.estimate;
        const [before, after] = [await of(all), await of([...all, ...extra])];
        expect(after?.value).toBeGreaterThanOrEqual(before?.value ?? 0);
        expect(after?.low).toBeGreaterThanOrEqual(before?.low ?? 0);
      }),
      { numRuns: 40 },
    );
  });
});
