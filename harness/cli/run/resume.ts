import { InvalidInput } from "../../domain/diagnostic.ts";
import type { RunPlan } from "../../domain/run-plan.ts";
import type { ExperimentTrials } from "../../execute/run.ts";
import type { RunFolder } from "../../store/index.ts";
import { brownoutVersion } from "../version.ts";
import type { RunProgress } from "./read-progress.ts";

/** A run to go on with; whoever has it holds its lock. */
export interface Resumed {
  readonly run: RunFolder;
  readonly progress: RunProgress;
}

/** What is left to do of a run: the trials that are not over, of the experiments that were not aborted. */
export const remainder = (planned: readonly ExperimentTrials[], progress: RunProgress): readonly ExperimentTrials[] =>
  planned
    .filter(({ experiment: { id } }) => !progress.aborted.has(id))
    .map(({ experiment, trials }) => ({
      experiment,
      trials: trials.filter(({ id }) => !progress.over.has(id)),
      planned: trials.length,
      // How long it ran before nobody knows: wall time begins anew.
      before: { outcomes: progress.outcomes.get(experiment.id) ?? [], wallTime: 0 },
    }))
    .filter(({ trials }) => trials.length > 0);

/**
 * A run is gone on with only if it is still the same.
 * @throws {InvalidInput} saying what has changed.
 */
export function refuseOtherPlan({ started }: RunProgress, now: RunPlan): void {
  const refuse = (why: string): InvalidInput =>
    new InvalidInput([{ file: "--resume", message: `Cannot go on with the run ${started.run}: ${why}` }]);
  if (started.plan === undefined) throw refuse("its journal does not say what was planned. Begin a new run.");
  if (started.brownout !== brownoutVersion())
    throw refuse(
      `brownout ${started.brownout} began it, and this is ${brownoutVersion()}. Go on with that version, or begin a new run.`,
    );
  const changes = planChanges(started.plan, now);
  if (changes.length > 0)
    throw refuse(`what it runs has changed since.\n  ${changes.join("\n  ")}\nPut it back, or begin a new run.`);
}

/** `stale/policies: other tasks, other seed`, for each experiment that is not the same in both. */
export function planChanges(then: RunPlan, now: RunPlan): readonly string[] {
  if (then.digest === now.digest) return [];
  const known = new Map(then.experiments.map((one) => [one.id, one]));
  const found = new Map(now.experiments.map((one) => [one.id, one]));
  const changes = [
    ...then.experiments.filter(({ id }) => !found.has(id)).map(({ id }) => `${id}: is no longer there`),
    ...now.experiments.filter(({ id }) => !known.has(id)).map(({ id }) => `${id}: is new`),
    ...now.experiments.flatMap((one) => {
      const before = known.get(one.id);
      if (before === undefined) return [];
      const parts = [...new Set([...Object.keys(before.parts), ...Object.keys(one.parts)])].filter(
        (name) => before.parts[name] !== one.parts[name],
      );
      if (parts.length > 0) return [`${one.id}: other ${parts.join(", other ")}`];
      return before.trials === one.trials ? [] : [`${one.id}: ${one.trials} trials instead of ${before.trials}`];
    }),
  ];
  return changes.length > 0 ? changes : ["the order of its experiments"];
}
