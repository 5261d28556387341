import { describe, expect, test } from "vitest";
import { type ScoreItem, scoreRun } from "./score-run.ts";
import { claim, experimentOf, pairOf, tools } from "./testing/trials.ts";

const experiment = experimentOf([claim("answer-correctness", { atLeast: 0.8 })], { repeats: 20 });
const judgedTrials = Array.from({ length: 20 }, (_, index) => pairOf(index)).flat();
const byId = new Map(judgedTrials.map((trial) => [trial.record.trial.id, trial]));
const options = {
  ...tools,
  judge: (record: { readonly trial: { readonly id: string } }) => {
    const trial = byId.get(record.trial.id);
    if (!trial) throw new Error("no such task");
    return trial;
  },
};
const started = (trials = 40): ScoreItem => ({
  kind: "run",
  started: {
    type: "run-started",
    schema: 1,
    run: "r",
    at: "2026-01-01T00:00:00Z",
    brownout: "0.1.0",
    node: "24",
    route: "in-process",
    command: ["run"],
    trials,
  },
});
const head: readonly ScoreItem[] = [started(), { kind: "experiment", experiment }];
const body: readonly ScoreItem[] = judgedTrials.map(({ record }) => ({ kind: "trial", record }));
const end: ScoreItem = { kind: "ended", reason: "finished" };

describe("a run", () => {
  test("reports its experiments, verdict and digest", async () => {
    const report = await scoreRun([...head, ...body, end], options);
    expect(report).toMatchObject({
      schema: 1,
      run: "r",
      verdict: "held",
      ended: "finished",
      warnings: [],
      experiments: [{ verdict: "held" }],
    });
    expect(report.digest).toMatch(/^[0-9a-f]{64}$/);
  });
  test("has the same digest in any order of trials, and another for another trial", async () => {
    const digest = async (items: readonly ScoreItem[]) => (await scoreRun([...head, ...items, end], options)).digest;
    expect(await digest([...body].reverse())).toBe(await digest(body));
    expect(await digest(body.slice(1))).not.toBe(await digest(body));
  });
  test("that was cut is inconclusive and says so", async () => {
    const report = await scoreRun([...head, ...body.slice(0, 30)], options);
    expect(report).toMatchObject({ ended: "cut", verdict: "inconclusive" });
    expect(report.warnings).toEqual([
      "The journal has no end: the run was killed, or is still going on.",
      "10 planned trials were never begun.",
    ]);
    expect(report.experiments[0]?.reasons[0]).toBe("Only 30 of 40 planned trials were finished");
  });
  test("that was cut before its second experiment began knows what the first had planned", async () => {
    const items: readonly ScoreItem[] = [started(80), { kind: "experiment", experiment, planned: 40 }];
    const report = await scoreRun([...items, ...body.slice(0, 24)], options);
    expect(report.experiments[0]).toMatchObject({ verdict: "inconclusive", trials: { planned: 40 } });
    expect(report.experiments[0]?.reasons[0]).toBe("Only 24 of 40 planned trials were finished");
  });
  test("of chosen trials only is judged by those", async () => {
    expect(
      (await scoreRun([started(20), ...head.slice(1), ...body.slice(0, 20), end], options)).experiments[0]?.trials
        .planned,
    ).toBe(20);
  });
  test("names trials that it cannot judge or place, and what readers left out", async () => {
    const [first] = judgedTrials;
    if (!first) throw new Error("no trial");
    const { trial } = first.record;
    const odd: ScoreItem[] = [
      { kind: "trial", record: { ...first.record, trial: { ...trial, id: "odd" } } },
      { kind: "unfinished", record: { ...first.record, trial: { ...trial, id: "late" } } },
      { kind: "trial", record: { ...first.record, trial: { ...trial, id: "far", experiment: "other" } } },
    ];
    const report = await scoreRun([...head, ...body, ...odd, end], { ...options, warnings: () => ["left out"] });
    expect(report.warnings).toEqual([
      "1 trial was under way when the run ended.",
      "e: 1 trial could not be run.",
      "Trials of the experiment other were left out: the journal does not hold the experiment.",
      "left out",
    ]);
  });
  test("without a beginning is refused", async () => {
    await expect(scoreRun([], options)).rejects.toThrow(/does not say that a run has begun/);
  });
});
