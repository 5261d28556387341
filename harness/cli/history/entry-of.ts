import { type HistoryExperiment, type HistoryRun, type HistoryScore, outcomeLetters } from "../../domain/history.ts";
import type { ExperimentResult, RunReport } from "../../domain/judgement.ts";
import type { RunPlan } from "../../domain/run-plan.ts";
import type { Scoring } from "../../domain/scores.ts";
import type { Outcome } from "../../domain/vocabulary.ts";

/** What a report does not hold and a history wants. */
export interface BesideReport {
  readonly plan?: RunPlan;
  /** How each treatment trial ended, by experiment and trial. */
  readonly ends: ReadonlyMap<string, ReadonlyMap<string, Outcome>>;
}

/** What is kept of a run. */
export function entryOf(report: RunReport, { plan, ends }: BesideReport): HistoryRun {
  const { run, startedAt: at, brownout, route, ended, verdict, digest, command } = report;
  const parts = new Map(plan?.experiments.map((one) => [one.id, one.parts]));
  return {
    run,
    at,
    brownout,
    route,
    ended,
    verdict,
    digest,
    command,
    experiments: report.experiments.map((result) =>
      experimentOf(result, parts.get(result.experiment.id) ?? {}, ends.get(result.experiment.id) ?? new Map()),
    ),
    scopes: report.scopes.map((scope) => ({
      kind: scope.kind,
      name: scope.name,
      experiments: scope.experiments,
      scores: scoresOf(scope),
    })),
  };
}

function experimentOf(
  result: ExperimentResult,
  parts: HistoryExperiment["parts"],
  ends: ReadonlyMap<string, Outcome>,
): HistoryExperiment {
  const { experiment, verdict, trials, findings } = result;
  const { id, title, target, failureMode, dimension } = experiment;
  return {
    id,
    title,
    target: target.name,
    failureMode,
    dimension,
    verdict,
    trials,
    parts,
    ends: [...ends]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, outcome]) => outcomeLetters[outcome])
      .join(""),
    scores: scoresOf(result),
    findings: findings.map(({ code, title: name, severity, count }) => ({ code, title: name, severity, count })),
  };
}

const scoresOf = ({ scores }: Scoring): readonly HistoryScore[] =>
  scores.flatMap(({ probe, treatment }) =>
    treatment === undefined || ![treatment.value, treatment.low, treatment.high].every(Number.isFinite)
      ? []
      : [
          {
            probe,
            value: treatment.value,
            low: treatment.low,
            high: treatment.high,
            n: treatment.n,
            counted: treatment.method === "wilson",
          },
        ],
  );
