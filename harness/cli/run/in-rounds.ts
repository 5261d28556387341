import type { RunEvent } from "../../domain/events.ts";
import type { ExecuteOptions, ExperimentTrials, RunEnding } from "../../execute/run.ts";
import { compact } from "../../load/compact.ts";

/** A run that looks at what it has after each round of repeats. */
export interface Rounds {
  /** Asked after repeat `done` of every experiment: up to which one to go on, or why that is enough. */
  next(done: number, journal: string): Promise<{ readonly upTo: number } | { readonly enough: string }>;
}

/** Runs all experiments round by round, the same repeats of each, until it is enough. */
export async function inRounds(
  all: readonly ExperimentTrials[],
  { next }: Rounds,
  journal: { readonly file: string; readonly emit: (event: RunEvent) => void },
  run: (part: readonly ExperimentTrials[], onOver: NonNullable<ExecuteOptions["onOver"]>) => Promise<RunEnding>,
): Promise<RunEnding> {
  const most = Math.max(...all.flatMap(({ trials }) => trials.map(({ repeat }) => repeat)));
  // Abort conditions count over all rounds.
  const before = new Map(all.flatMap((one) => (one.before ? [[one.experiment.id, one.before] as const] : [])));
  for (let [from, upTo] = [0, 1]; ; ) {
    const part = all.map((one) => ({
      ...one,
      ...compact({ before: before.get(one.experiment.id) }),
      trials: one.trials.filter(({ repeat }) => repeat > from && repeat <= upTo),
      planned: one.trials.filter(({ repeat }) => repeat <= upTo).length,
    }));
    const ending = await run(
      part.filter(({ trials }) => trials.length > 0),
      (experiment, so) => before.set(experiment, so),
    );
    if (ending !== "finished" || upTo >= most) return ending;
    const answer = await next(upTo, journal.file);
    if ("enough" in answer) {
      const trials = part.reduce((sum, { planned }) => sum + planned, 0);
      journal.emit({ type: "plan-settled", trials, reason: answer.enough });
      return ending;
    }
    [from, upTo] = [upTo, Math.min(most, Math.max(upTo + 1, answer.upTo))];
  }
}
