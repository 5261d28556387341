import type { RunEvent, TrialRecord } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { RunReport } from "../../domain/judgement.ts";
import type { Outcome } from "../../domain/vocabulary.ts";
import { foldTrials, JournalError, type RunStarted, readBatches } from "../../store/index.ts";
import { outcomeOf } from "../outcome-of.ts";

/** How far a run has come. */
export interface RunProgress {
  /** As it was begun first. */
  readonly started: RunStarted;
  readonly ended: RunReport["ended"];
  /** Trials that have ended. One that could not be run is not over: what kept it from it may have gone. */
  readonly over: ReadonlySet<string>;
  /** Trials that could not be run, and have not been since. */
  readonly failed: ReadonlySet<string>;
  /** How treatment trials have ended, by experiment; only for those that may be aborted by it. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>;
  /** Experiments that have begun. */
  readonly begun: ReadonlySet<string>;
  /** Experiments that were ended by an abort condition. */
  readonly aborted: ReadonlySet<string>;
}

/** @throws {JournalError} if the journal cannot be read, or tells of no run. */
export async function readProgress(journal: string): Promise<RunProgress> {
  let started: RunStarted | undefined;
  let ended: RunReport["ended"] = "cut";
  const over = new Set<string>();
  const failed = new Set<string>();
  const experiments = new Map<string, Experiment>();
  const outcomes = new Map<string, Outcome[]>();
  const aborted = new Set<string>();
  for await (const item of foldTrials(readBatches(journal))) {
    switch (item.kind) {
      case "run":
        started ??= item.started;
        break;
      case "experiment":
        experiments.set(item.experiment.id, item.experiment);
        break;
      case "trial": {
        const { record } = item;
        const { id } = record.trial;
        if (over.has(id)) break;
        if (record.failed !== undefined) {
          failed.add(id);
          break;
        }
        failed.delete(id);
        over.add(id);
        const experiment = experiments.get(record.trial.experiment);
        const outcome = experiment && watched(record, experiment) ? outcomeOf(endsOf(record), experiment) : undefined;
        if (outcome === undefined) break;
        outcomes.set(record.trial.experiment, [...(outcomes.get(record.trial.experiment) ?? []), outcome]);
        break;
      }
      case "aborted":
        aborted.add(item.experiment);
        break;
      case "ended":
        ended = item.reason;
        break;
      case "unfinished":
      case "settled":
        break;
    }
  }
  if (started === undefined)
    throw new JournalError(`Cannot go on with ${journal}: it does not say that a run has begun. Begin a new one.`);
  return { started, ended, over, failed, outcomes, begun: new Set(experiments.keys()), aborted };
}

const watched = ({ trial }: TrialRecord, { abortWhen }: Experiment): boolean =>
  trial.arm === "treatment" && abortWhen.some((condition) => "outcome" in condition);

const endsOf = ({ performances }: TrialRecord): readonly RunEvent[] =>
  performances.flatMap(({ turns, ended }) => [...(turns ?? []), ...(ended ? [ended] : [])]);
