import type { RunEvent, TrialRecord } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { IsolationTold } from "../domain/isolated.ts";
import { type OpenTrial, openTrial } from "./fold-trial.ts";

export type RunStarted = Extract<RunEvent, { type: "run-started" }>;

/** What a journal says, in the order in which it becomes certain. */
export type RunItem =
  | { readonly kind: "run"; readonly started: RunStarted }
  | { readonly kind: "experiment"; readonly experiment: Experiment; readonly planned?: number }
  | { readonly kind: "isolation"; readonly told: IsolationTold }
  /** Ended or failed. */
  | { readonly kind: "trial"; readonly record: TrialRecord }
  /** Begun and never ended: the run was killed or stopped. */
  | { readonly kind: "unfinished"; readonly record: TrialRecord }
  | { readonly kind: "aborted"; readonly experiment: string; readonly reason: string }
  /** The evidence of so many trials was enough: no more are planned. */
  | { readonly kind: "settled"; readonly trials: number }
  /** Always the last item. `cut`: the journal has no end. */
  | {
      readonly kind: "ended";
      readonly reason: "finished" | "aborted" | "interrupted" | "failed" | "cut";
      readonly detail?: string;
    };

const isBatch = (some: RunEvent | readonly RunEvent[]): some is readonly RunEvent[] => Array.isArray(some);

export interface FoldOptions {
  readonly onWarning?: (message: string) => void;
}

/**
 * Folds events into trials. Memory holds the trials that are open at one moment, not those of the run.
 * Events may come one by one or in batches. A trial that starts again (a resumed run) replaces its unfinished first try.
 */
export async function* foldTrials(
  events: AsyncIterable<RunEvent | readonly RunEvent[]>,
  options: FoldOptions = {},
): AsyncGenerator<RunItem, void> {
  const warn = options.onWarning ?? (() => {});
  const open = new Map<string, OpenTrial>();
  let ended: Extract<RunEvent, { type: "run-ended" }> | undefined;
  let strays = 0;
  let route: RunStarted["route"] = "in-process";
  const close = (id: string, end: { readonly digest?: string; readonly failed?: string }): TrialRecord | undefined => {
    const trial = open.get(id);
    if (!trial) strays += 1;
    open.delete(id);
    return trial?.close(end);
  };
  for await (const some of events)
    for (const event of isBatch(some) ? some : [some]) {
      switch (event.type) {
        case "run-started":
          ended = undefined;
          route = event.route;
          yield { kind: "run", started: event };
          break;
        case "experiment":
          yield {
            kind: "experiment",
            experiment: event.experiment,
            ...(event.planned === undefined ? {} : { planned: event.planned }),
          };
          break;
        case "isolation":
          yield { kind: "isolation", told: event };
          break;
        case "trial-started":
          open.set(event.trial.id, openTrial(event.trial, route));
          break;
        case "trial-ended": {
          const record = close(event.trial, { digest: event.digest });
          if (record) yield { kind: "trial", record };
          break;
        }
        case "trial-failed": {
          const record = close(event.trial, { failed: event.error });
          if (record) yield { kind: "trial", record };
          break;
        }
        case "experiment-aborted":
          yield { kind: "aborted", experiment: event.experiment, reason: event.reason };
          break;
        case "plan-settled":
          yield { kind: "settled", trials: event.trials };
          break;
        case "run-ended":
          ended = event;
          break;
        case "gameday":
          // Of the day, not of a trial.
          break;
        default: {
          const trial = open.get(event.trial);
          if (trial) trial.see(event);
          else strays += 1;
        }
      }
    }
  if (strays > 0)
    warn(`${strays} event${strays === 1 ? "" : "s"} of trials that had not begun or had already ended left out.`);
  for (const [, trial] of [...open].sort(([a], [b]) => (a < b ? -1 : 1)))
    yield { kind: "unfinished", record: trial.close({}) };
  yield {
    kind: "ended",
    reason: ended?.reason ?? "cut",
    ...(ended?.detail === undefined ? {} : { detail: ended.detail }),
  };
}
