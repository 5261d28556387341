import { describe, expect, it } from "vitest";
import type { HistoryRun } from "../../domain/history.ts";
import { type SimulatedNights, simulateNights } from "../../testing/simulated-nights.ts";
import { historyReport } from "./history-report.ts";

const asked = { nights: 100, experiments: 6, trials: 20 } as const;
const options = { falseAlarms: 0.01, codes: 60 } as const;
const healthy = (_: number, experiment: number): number => 0.98 - 0.05 * experiment;
/** On the sixtieth night the third experiment's mitigation is gone. */
const regressed = (night: number, experiment: number): number =>
  night >= 59 && experiment === 2 ? 0.3 : healthy(night, experiment);
const planted: SimulatedNights = { ...asked, name: "planted", correct: regressed };

describe("the history of a hundred nights", () => {
  it("shows a regression of night 60 the next morning, and names it", () => {
    const { changes, news } = historyReport(simulateNights(planted).slice(0, 60), options);
    const sixtieth = simulateNights(planted)[59]?.run;
    expect(changes).toContainEqual(
      expect.objectContaining({
        where: "knowledge/question-2",
        what: "answer-correctness",
        since: sixtieth,
        said: sixtieth,
        before: expect.objectContaining({ n: 59 * 20, runs: 59 }),
        after: expect.objectContaining({ n: 20, runs: 1 }),
        otherwise: [],
      }),
    );
    // Nobody is told of the other questions.
    expect(changes.filter(({ kind, where }) => kind === "experiment" && where !== "knowledge/question-2")).toEqual([]);
    expect(news).toBeDefined();
  });

  it("says nothing of the evening before, and goes on saying it of the same night later", () => {
    const nights = simulateNights(planted);
    expect(historyReport(nights.slice(0, 59), options).changes).toEqual([]);
    const later = historyReport(nights, options).changes.filter(({ where }) => where === "knowledge/question-2");
    expect(later.map(({ since }) => since)).toContain(nights[59]?.run);
  });

  it("says what else was changed that night", () => {
    const nights = simulateNights(planted).map(
      (run, night): HistoryRun =>
        night < 59
          ? run
          : { ...run, experiments: run.experiments.map((one) => ({ ...one, parts: { ...one.parts, tasks: "z" } })) },
    );
    expect(historyReport(nights, options).changes.find(({ kind }) => kind === "experiment")?.otherwise).toEqual([
      "tasks",
    ]);
  });

  it("catches it the next morning in nearly all histories, and cries wolf no more often than stated", () => {
    const histories = 60;
    let caught = 0;
    let wolves = 0;
    for (let history = 0; history < histories; history += 1) {
      const nights = simulateNights({ ...planted, name: `planted ${history}` });
      const at = new Map(nights.map(({ run }, night) => [run, night]));
      const { changes } = historyReport(nights, options);
      const real = (where: string, kind: string): boolean => where === "knowledge/question-2" || kind === "run";
      if (changes.some(({ said, where }) => at.get(said) === 59 && where === "knowledge/question-2")) caught += 1;
      const false_ = changes.filter(({ said, where, kind }) => !real(where, kind) || (at.get(said) ?? 0) < 59);
      wolves += new Set(false_.map(({ said }) => said)).size;
    }
    expect(caught).toBeGreaterThanOrEqual(histories * 0.9);
    // One night in a hundred, with four standard deviations of what chance adds.
    const expected = histories * 99 * options.falseAlarms;
    expect(wolves).toBeLessThanOrEqual(expected + 4 * Math.sqrt(expected));
  });

  it("cries wolf more often if it is allowed to", () => {
    let said = 0;
    for (let history = 0; history < 5; history += 1)
      said += historyReport(simulateNights({ ...asked, name: `calm ${history}`, correct: healthy }), {
        falseAlarms: 0.9,
        codes: 1,
      }).changes.length;
    expect(said).toBeGreaterThan(5);
  });

  it("tells when a finding was first and last seen, and how many trials end otherwise from night to night", () => {
    const nights = simulateNights({
      ...asked,
      nights: 30,
      experiments: 1,
      name: "seen",
      correct: (night) => (night === 7 || night === 12 ? 0 : 1),
    });
    const { findings, flakes } = historyReport(nights, options);
    expect(findings).toMatchObject([
      { code: "stale-read", firstSeen: nights[7]?.run, lastSeen: nights[12]?.run, seen: 2, asked: 30 },
    ]);
    // All twenty change four times in twenty-nine comparisons, of which one is told as a change.
    expect(flakes).toMatchObject([{ changed: 60, compared: 560, runs: 28 }]);
  });

  it("calls a clean step a change and not flaky, and counts as flaky what wavers before and after it", () => {
    const step = { ...asked, nights: 10, experiments: 1, trials: 24, name: "step" };
    const clean = historyReport(simulateNights({ ...step, correct: (night) => (night < 9 ? 1 : 0) }), options);
    expect(clean.changes.some(({ kind, before, after }) => kind === "experiment" && before.count !== after.count)).toBe(
      true,
    );
    expect(clean.flakes).toMatchObject([{ changed: 0, compared: 8 * 24 }]);
    const wavering = historyReport(simulateNights({ ...step, correct: (night) => (night < 8 ? 1 : 0.1) }), options);
    expect(wavering.flakes[0]).toMatchObject({ compared: 8 * 24 });
    expect(wavering.flakes[0]?.changed).toBeGreaterThan(0);
    expect(wavering.flakes[0]?.changed).toBeLessThan(12);
  });

  it("tells what is new against an experiment's own last time, whatever was run in between", () => {
    const [one, two] = simulateNights({ ...asked, nights: 2, experiments: 1, name: "calm", correct: () => 1 });
    const [other] = simulateNights({ ...asked, nights: 1, experiments: 0, name: "calm", correct: () => 1 });
    if (!one || !two || !other) throw new Error("There are no nights.");
    const broken = two.experiments.map((experiment) => ({
      ...experiment,
      verdict: "broken" as const,
      findings: [{ code: "retry-storm", title: "Storm", severity: "high" as const, count: 4 }],
    }));
    const { news } = historyReport([one, other, { ...two, experiments: broken }], options);
    expect(news.verdicts).toEqual([{ experiment: "knowledge/question-0", before: "held", after: "broken" }]);
    expect(news.appeared).toEqual([{ experiment: "knowledge/question-0", code: "retry-storm", count: 4, of: 20 }]);
  });

  it("says that a finding is gone only after a run that looked for it", () => {
    const [one, two] = simulateNights({ ...asked, nights: 2, experiments: 1, name: "calm", correct: () => 1 });
    if (!one || !two) throw new Error("There are no nights.");
    const findings = [{ code: "retry-storm", title: "Storm", severity: "high" as const, count: 4 }];
    const shown = { ...one, experiments: one.experiments.map((experiment) => ({ ...experiment, findings })) };
    const gone = (more: Partial<HistoryRun>, trials = {}): number =>
      historyReport(
        [
          shown,
          {
            ...two,
            ...more,
            experiments: two.experiments.map((of) => ({ ...of, trials: { ...of.trials, ...trials } })),
          },
        ],
        options,
      ).news.gone.length;
    expect(gone({})).toBe(1);
    expect(gone({ ended: "aborted" })).toBe(0);
    expect(gone({}, { exposed: 0 })).toBe(0);
    expect(gone({}, { finished: 3, failed: 37 })).toBe(0);
    const cut = { ...one, run: "cut", ended: "aborted" as const };
    expect(historyReport([shown, cut, two], options).news.gone).toHaveLength(1);
    expect(historyReport([shown, cut, { ...shown, run: "again" }], options).news.appeared).toEqual([]);
  });
});

it("draws no line through runs of other experiments, and counts those that it leaves out", () => {
  const nights = simulateNights({ ...asked, nights: 5, name: "mixed", correct: healthy });
  const others = nights.slice(1, 3).map(
    (run): HistoryRun => ({
      ...run,
      scopes: run.scopes.map((scope) => ({ ...scope, experiments: ["quite/another"] })),
    }),
  );
  const mixed = [...nights.slice(0, 1), ...others, ...nights.slice(3)];
  const ofRun = (runs: readonly HistoryRun[]) =>
    historyReport(runs, options).trends.find(({ kind, probe }) => kind === "run" && probe === "answer-correctness");
  expect(ofRun(nights)?.points).toHaveLength(5);
  expect(ofRun(nights)).not.toHaveProperty("elsewhere");
  expect(ofRun(mixed)?.points.map(({ run }) => run)).toEqual([0, 3, 4].map((night) => nights[night]?.run));
  expect(ofRun(mixed)?.elsewhere).toBe(2);
});
