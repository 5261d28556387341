import type { RunEvent } from "../../domain/events.ts";
import type { ExecuteOptions, ExperimentTrials, RunEnding } from "../../execute/run.ts";
import { compact } from "../../load/compact.ts";
import type { RunProgress } from "./read-progress.ts";

/** A run that looks at what it has after each round of repeats. */
export interface Rounds {
  /** Up to which repeat the round goes that follows repeat `done`. */
  after(done: number): number;
  /** Asked after repeat `done` of every experiment: why that is enough; undefined = it is not. */
  enough(done: number, journal: string): Promise<string | undefined>;
}

interface InRounds {
  /** Everything that is planned. */
  readonly whole: readonly ExperimentTrials[];
  /** What of it is still to be run. */
  readonly left: readonly ExperimentTrials[];
  /** How far it came, if the run is gone on with. */
  readonly before: RunProgress | undefined;
}

/**
 * Runs all experiments round by round, the same repeats of each, until it is enough. A run that is gone on with begins at the round that it
 * was in: if that was over it is looked at again, which comes to the same.
 */
export async function inRounds(
  { whole, left, before: progress }: InRounds,
  { after, enough }: Rounds,
  journal: { readonly file: string; readonly emit: (event: RunEvent) => void },
  run: (part: readonly ExperimentTrials[], onOver: NonNullable<ExecuteOptions["onOver"]>) => Promise<RunEnding>,
): Promise<RunEnding> {
  const most = lastRepeat(whole, () => true);
  const begun = lastRepeat(whole, (id) => progress?.over.has(id) ?? false);
  // Abort conditions count over all rounds.
  const before = new Map(left.flatMap((one) => (one.before ? [[one.experiment.id, one.before] as const] : [])));
  const leftOf = new Map(left.map(({ experiment, trials }) => [experiment.id, trials]));
  let [from, upTo] = [0, 1];
  while (upTo < begun) upTo = after(upTo);
  for (;;) {
    const part = whole.map((one) => ({
      ...one,
      ...compact({ before: before.get(one.experiment.id) }),
      trials: (leftOf.get(one.experiment.id) ?? []).filter(({ repeat }) => repeat > from && repeat <= upTo),
      planned: one.trials.filter(({ repeat }) => repeat <= upTo).length,
    }));
    const ending = await run(
      part.filter(({ trials }) => trials.length > 0),
      (experiment, so) => before.set(experiment, so),
    );
    const stopped = (progress?.aborted.size ?? 0) > 0;
    if (ending !== "finished" || stopped || upTo >= most) return ending;
    const reason = await enough(upTo, journal.file);
    if (reason !== undefined) {
      const trials = part.reduce((sum, { planned }) => sum + planned, 0);
      journal.emit({ type: "plan-settled", trials, reason });
      return ending;
    }
    [from, upTo] = [upTo, after(upTo)];
  }
}

const lastRepeat = (all: readonly ExperimentTrials[], those: (trial: string) => boolean): number =>
  all.reduce(
    (last, { trials }) =>
      trials.reduce((greatest, { id, repeat }) => (those(id) ? Math.max(greatest, repeat) : greatest), last),
    0,
  );
