import { chance } from "../domain/chance.ts";
import type { HistoryExperiment, HistoryRun } from "../domain/history.ts";
import { wilson } from "../score/index.ts";

/** An agent that is asked the same every night, and never gives quite the same answers. */
export interface SimulatedNights {
  readonly name: string;
  readonly nights: number;
  readonly experiments: number;
  /** Exposed treatment trials of each experiment. */
  readonly trials: number;
  /** The share of right answers of an experiment on a night, both from 0. */
  readonly correct: (night: number, experiment: number) => number;
}

const day = 86_400_000;
const first = Date.UTC(2026, 0, 1, 2);

/** Scorecards as a history stores them, the oldest first: what is wrong is found as well, in half of the cases. */
export const simulateNights = (given: SimulatedNights): readonly HistoryRun[] =>
  Array.from({ length: given.nights }, (_, night): HistoryRun => {
    const at = new Date(first + night * day).toISOString();
    const experiments = Array.from({ length: given.experiments }, (_, index) => asked(given, night, index));
    const count = experiments.reduce((sum, { ends }) => sum + ends.split("c").length - 1, 0);
    const n = given.experiments * given.trials;
    return {
      run: `${at.slice(0, 10).replaceAll("-", "")}-020000-night`,
      at,
      brownout: "0.1.0",
      route: "in-process",
      ended: "finished",
      verdict: "held",
      digest: `${night}`,
      command: ["brownout", "run", "nightly.yaml"],
      experiments,
      scopes: [{ kind: "run", name: "run", experiments: experiments.map(({ id }) => id), scores: [score(count, n)] }],
    };
  });

const score = (count: number, n: number) => ({
  probe: "answer-correctness",
  value: count / n,
  ...wilson(count, n),
  n,
  counted: true,
});

function asked({ name, trials: n, correct }: SimulatedNights, night: number, index: number): HistoryExperiment {
  const random = chance(name, night, index);
  const rate = correct(night, index);
  const ends = Array.from({ length: n }, () => (random() < rate ? "c" : "w")).join("");
  const right = ends.split("c").length - 1;
  let found = 0;
  for (let wrong = right; wrong < n; wrong += 1) if (random() < 0.5) found += 1;
  return {
    id: `knowledge/question-${index}`,
    title: `Question ${index}`,
    target: "sturdy",
    failureMode: "incorrect-response",
    dimension: "knowledge-base",
    verdict: "held",
    trials: { planned: 2 * n, finished: 2 * n, failed: 0, exposed: n },
    parts: { tasks: "a", seed: "b" },
    ends,
    scores: [score(right, n)],
    findings: found === 0 ? [] : [{ code: "stale-read", title: "Says what is old", severity: "high", count: found }],
  };
}
