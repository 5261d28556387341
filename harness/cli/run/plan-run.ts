import { InvalidInput } from "../../domain/diagnostic.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { Shard } from "../../domain/run-plan.ts";
import type { ExperimentTrials } from "../../execute/run.ts";
import { planTrials, selectTrials } from "../../plan/plan-trials.ts";
import { shardTrials } from "../../plan/shard-trials.ts";

/**
 * The trials of a run before it is divided into shards.
 * @throws {InvalidInput} if `only` names none.
 */
export function planRun(experiments: readonly Experiment[], only: string | undefined): readonly ExperimentTrials[] {
  const planned = experiments
    .map((experiment) => ({ experiment, trials: selectTrials(planTrials(experiment), only) }))
    .filter(({ trials }) => trials.length > 0);
  if (planned.length === 0) throw noTrials(experiments, only);
  return planned;
}

/** Experiments of which nothing falls into the shard are left out. */
export const divide = (planned: readonly ExperimentTrials[], shard: Shard | undefined): readonly ExperimentTrials[] =>
  shard === undefined
    ? planned
    : planned
        .map(({ experiment, trials }) => ({ experiment, trials: shardTrials(trials, shard) }))
        .filter(({ trials }) => trials.length > 0);

function noTrials(experiments: readonly Experiment[], only: string | undefined): InvalidInput {
  const known = experiments.flatMap((experiment) =>
    planTrials(experiment)
      .slice(0, 3)
      .map((trial) => trial.id),
  );
  return new InvalidInput([
    {
      file: "--only",
      message: `No trial begins with "${only ?? ""}". Trials look like: ${known.slice(0, 5).join(", ")}.`,
    },
  ]);
}
