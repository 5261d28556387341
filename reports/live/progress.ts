import type { PerformanceEnded, RunEvent } from "../../harness/domain/events.ts";
import { brief } from "../text/brief.ts";

type Ends = Readonly<Record<PerformanceEnded["end"], number>>;

export interface ExperimentProgress {
  readonly title: string;
  /** Trials, of both arms. */
  readonly planned: number;
  readonly started: number;
  readonly done: number;
  readonly failed: number;
  readonly faults: number;
  /** How the primary performances ended. */
  readonly ends: Ends;
  readonly finished: boolean;
  readonly aborted: boolean;
}

export interface Progress {
  readonly planned: number;
  readonly done: number;
  readonly faults: number;
  readonly ends: Ends;
  readonly experiments: ReadonlyMap<string, ExperimentProgress>;
  /** The experiment whose trial began last. */
  readonly current?: string;
  /** Trial → experiment, of the trials that are going on. */
  readonly open: ReadonlyMap<string, string>;
}

const noEnds: Ends = { answered: 0, crashed: 0, hung: 0, cancelled: 0 };
export const emptyProgress: Progress = {
  planned: 0,
  done: 0,
  faults: 0,
  ends: noEnds,
  experiments: new Map(),
  open: new Map(),
};

const addEnd = (ends: Ends, end: PerformanceEnded["end"]): Ends => ({ ...ends, [end]: ends[end] + 1 });

function change(
  progress: Progress,
  id: string | undefined,
  edit: (now: ExperimentProgress) => ExperimentProgress,
): Progress {
  const now = id === undefined ? undefined : progress.experiments.get(id);
  if (id === undefined || now === undefined) return progress;
  return { ...progress, experiments: new Map(progress.experiments).set(id, edit(now)) };
}

/** What is known after one more event. */
export function progressAfter(progress: Progress, event: RunEvent): Progress {
  switch (event.type) {
    case "run-started":
      return { ...progress, planned: event.trials };
    case "experiment": {
      const { id, title, tasks, repeats, cells } = event.experiment;
      const planned = event.planned ?? tasks.length * repeats * cells.length * 2;
      const fresh = {
        title: brief(title, 200),
        planned,
        started: 0,
        done: 0,
        failed: 0,
        faults: 0,
        ends: noEnds,
        finished: false,
        aborted: false,
      };
      return { ...progress, experiments: new Map(progress.experiments).set(id, fresh) };
    }
    case "trial-started": {
      const { id, experiment } = event.trial;
      const open = new Map(progress.open).set(id, experiment);
      return change({ ...progress, open, current: experiment }, experiment, (now) => ({
        ...now,
        started: now.started + 1,
      }));
    }
    case "fault-fired":
      return change({ ...progress, faults: progress.faults + 1 }, progress.open.get(event.trial), (now) => ({
        ...now,
        faults: now.faults + 1,
      }));
    case "performance-ended": {
      if (event.role !== "primary") return progress;
      const ends = addEnd(progress.ends, event.end);
      return change({ ...progress, ends }, progress.open.get(event.trial), (now) => ({
        ...now,
        ends: addEnd(now.ends, event.end),
      }));
    }
    case "trial-ended":
    case "trial-failed":
      return trialOver(progress, event.trial, event.type === "trial-failed" ? 1 : 0);
    case "experiment-aborted":
      return change(progress, event.experiment, (now) => ({ ...now, finished: true, aborted: true }));
    case "run-ended":
      return {
        ...progress,
        experiments: new Map(
          [...progress.experiments].map(([id, now]) => [id, { ...now, finished: now.finished || now.started > 0 }]),
        ),
      };
    default:
      return progress;
  }
}

function trialOver(progress: Progress, trial: string, failed: number): Progress {
  const open = new Map(progress.open);
  const experiment = open.get(trial);
  open.delete(trial);
  return change({ ...progress, open, done: progress.done + 1 }, experiment, (now) => {
    const done = now.done + 1;
    return { ...now, done, failed: now.failed + failed, finished: now.finished || done === now.planned };
  });
}
