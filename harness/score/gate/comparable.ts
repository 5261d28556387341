import type { Baseline, BaselineExperiment } from "../../domain/baseline.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { ExperimentResult, RunReport } from "../../domain/judgement.ts";
import { listOf, times } from "../words.ts";
import { askedFingerprint, targetFingerprint } from "./fingerprints.ts";

export interface Comparable {
  readonly result: ExperimentResult;
  readonly before: BaselineExperiment;
  /** The same tasks under the same seed: pair by pair. */
  readonly paired: boolean;
}

export interface Comparison {
  readonly comparable: ReadonlyMap<string, Comparable>;
  /** Every experiment of the run has its like in the baseline, and the other way round. */
  readonly whole: boolean;
  /** What is not compared, or only loosely, in sentences. */
  readonly apart: readonly string[];
}

/** Which experiments of a run ask what the baseline's asked; what does not is said, and not compared. */
export function compareExperiments(report: RunReport, baseline: Baseline): Comparison {
  const comparable = new Map<string, Comparable>();
  const apart: string[] = [];
  for (const result of report.experiments) {
    const { experiment } = result;
    const before = Object.hasOwn(baseline.experiments, experiment.id) ? baseline.experiments[experiment.id] : undefined;
    const other = before === undefined ? "the baseline does not have it" : difference(experiment, before);
    if (before === undefined || other !== undefined) {
      apart.push(`${experiment.id} is not compared: ${other}.`);
      continue;
    }
    const paired = experiment.seed === before.seed;
    if (!paired)
      apart.push(`${experiment.id}: seed ${experiment.seed}, not ${before.seed}; compared as another sample.`);
    comparable.set(experiment.id, { result, before, paired });
  }
  const missing = Object.keys(baseline.experiments).filter(
    (id) => !report.experiments.some((one) => one.experiment.id === id),
  );
  if (missing.length > 0)
    apart.push(
      `${times(missing.length, "experiment")} of the baseline ${missing.length === 1 ? "was" : "were"} not run: ${listOf(missing)}.`,
    );
  return { comparable, whole: missing.length === 0 && comparable.size === report.experiments.length, apart };
}

function difference(experiment: Experiment, before: BaselineExperiment): string | undefined {
  const { target } = experiment;
  if (target.name !== before.target.name) return `its target is ${target.name}, and was ${before.target.name}`;
  if (targetFingerprint(target) !== before.target.fingerprint)
    return "its target is started, wired or played by another brain than then";
  const tasks = experiment.tasks.map(({ id }) => id);
  const added = tasks.filter((id) => !before.tasks.includes(id));
  const gone = before.tasks.filter((id) => !tasks.includes(id));
  if (added.length + gone.length > 0)
    return `it asks other tasks (${[...added.map((id) => `+${id}`), ...gone.map((id) => `-${id}`)].join(", ")})`;
  if (askedFingerprint(experiment) !== before.asked) return "its tasks, faults or deadline read otherwise than then";
  return undefined;
}
