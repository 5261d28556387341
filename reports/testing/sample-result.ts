import type { BlastRadiusResult } from "../../harness/domain/divergence.ts";
import type { Estimate, ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { type Outcome, outcomes, verdicts } from "../../harness/domain/vocabulary.ts";
import { sampleExperiment } from "./sample-experiment.ts";

export const estimate = (value: number, low: number, high: number, n = 20): Estimate => ({
  value,
  low,
  high,
  n,
  confidence: 0.95,
  method: "wilson",
});

export const tally = (counts: Partial<Record<Outcome, number>>): Record<Outcome, number> => ({
  ...(Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>),
  ...counts,
});

/** What faults reached in 20 pairs that came back together; `more` is what a test is about. */
const sampleRadius = (more: Partial<BlastRadiusResult> = {}): BlastRadiusResult => ({
  pairs: 20,
  parted: 20,
  where: [{ address: "model:claude.chat[1]#1", change: "reply", pairs: 20 }],
  faulted: ["claude"],
  beyond: [],
  bystanders: [],
  afterwards: [],
  rejoined: 20,
  late: 0,
  answerChanged: 0,
  effectsChanged: 0,
  outcomeChanged: 0,
  ...more,
});

/** A result that held, with every score; `more` is what a test is about. */
export function sampleResult(more: Partial<ExperimentResult> = {}): ExperimentResult {
  const experiment = more.experiment ?? sampleExperiment();
  return {
    experiment,
    verdict: "held",
    reasons: [],
    claims: experiment.hypothesis.map((claim) => ({
      claim,
      verdict: "held",
      estimate: estimate(1, 0.96, 1),
      control: estimate(1, 0.84, 1),
      reason: "the whole interval is on the right side",
    })),
    scores: [
      { probe: "answer-correctness", treatment: estimate(1, 0.84, 1), control: estimate(1, 0.84, 1) },
      { probe: "silent-wrong-rate", treatment: estimate(0, 0, 0.16), control: estimate(0, 0, 0.16) },
      { probe: "utility-retained", treatment: estimate(1, 0.93, 1) },
      { probe: "fault-isolation", treatment: estimate(1, 0.91, 1, 40) },
      { probe: "retry-amplification", treatment: estimate(1.4, 1.2, 1.7), control: estimate(1, 1, 1) },
    ],
    outcomes: { control: tally({ correct: 20 }), treatment: tally({ correct: 20 }) },
    injections: [{ id: "throttled", fault: "throttled", fired: 40, trials: 20 }],
    trials: { planned: 40, finished: 40, failed: 0, exposed: 20 },
    repeatsRun: experiment.repeats,
    latency: [],
    passK: [],
    findings: [],
    evidence: [],
    blastRadius: sampleRadius(),
    examples: [],
    escaped: [],
    ...more,
  };
}

/** The report of a finished run over these results; the verdict is the worst of theirs. */
export const sampleReport = (experiments: readonly ExperimentResult[], more: Partial<RunReport> = {}): RunReport => ({
  schema: 1,
  run: "2026-03-01T09-30-00-k3f9",
  startedAt: "2026-03-01T09:30:00.000Z",
  command: ["run", "experiments/**/*.yaml"],
  brownout: "0.1.0",
  route: "in-process",
  ended: "finished",
  verdict: verdicts.findLast((verdict) => experiments.some((result) => result.verdict === verdict)) ?? "inconclusive",
  experiments,
  scopes: [],
  singlePoints: [],
  digest: "9c1f0be6a4d27c35be0c4f8f6f2d1a70e4a1b2c3d4e5f60718293a4b5c6d7e8f",
  warnings: [],
  ...more,
});
