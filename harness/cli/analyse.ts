import type { Experiment } from "../domain/experiment.ts";
import type { JudgedTrial, PairWitness, RunReport } from "../domain/judgement.ts";
import { judgeTrial, openFindings } from "../judge/index.ts";
import type { OtherHypothesis } from "../load/index.ts";
import { evidenceDetectors } from "../probes/evidence/index.ts";
import { probes } from "../probes/index.ts";
import { type ScoreRunOptions, scoreRun } from "../score/index.ts";
import { foldTrials, type RunItem, type RunStarted, readBatches } from "../store/index.ts";
import { unplacedWords } from "./changed-words.ts";
import { telemetryOf, watchLive } from "./live/read-live.ts";
import { boundSpaceFor } from "./young-space.ts";

export interface AnalyseOptions {
  /** Judge by other claims than those that the experiments of the journal carry. */
  readonly hypothesis?: OtherHypothesis;
  /** Told what is kept of each experiment's pairs: gates and baselines look at single pairs. */
  readonly portions?: ScoreRunOptions["portions"];
  /** Told of each trial as it has been judged by itself, in the order of the journal. */
  readonly onJudged?: (trial: JudgedTrial) => void;
  /** Told of each pair, for documents that tell of single trials. */
  readonly onPair?: PairWitness;
  /** Told of the first event. */
  readonly onStarted?: (started: RunStarted) => void;
  /** Told of each experiment that was stopped before its end, and why. */
  readonly onAborted?: (experiment: string, reason: string) => void;
  /** Told of everything that the journal says, before it is judged. */
  readonly onItem?: (item: RunItem) => void;
}

/**
 * journal ▸ judge ▸ score: the one way in which a report comes about, whether the run has just ended or lies on the disk.
 * @throws {InvalidInput} if a claim is meant for an experiment that the journal does not hold.
 */
export async function analyse(
  journal: string,
  { hypothesis, portions, onJudged, onPair, onStarted, onAborted, onItem }: AnalyseOptions = {},
): Promise<RunReport> {
  const boundMemory = boundSpaceFor(journal);
  const warnings: string[] = [];
  const onWarning = (message: string): void => void warnings.push(message);
  const live = watchLive();
  const items = tapped(foldTrials(readBatches(journal, { onWarning }), { onWarning }), {
    see(item) {
      live.see(item);
      onItem?.(item);
      if (item.kind === "aborted") onAborted?.(item.experiment, item.reason);
    },
    onStarted(started) {
      warnings.push(...unplacedWords(started.settings ?? {}));
      onStarted?.(started);
    },
  });
  return scoreRun(hypothesis === undefined ? items : judgedBy(hypothesis, items, onWarning), {
    probes,
    judge: (record, experiment) => {
      boundMemory();
      const judged = judgeTrial(record, experiment);
      onJudged?.(judged);
      return judged;
    },
    evidence: evidenceDetectors,
    findings: openFindings,
    ...(onPair === undefined ? {} : { onPair }),
    warnings: () => {
      const found = live.found();
      return found ? [...warnings, ...telemetryOf(found)] : warnings;
    },
    ...(portions === undefined ? {} : { portions }),
  });
}

/** A run that is gone on with begins more than once: the first time counts. */
async function* tapped(
  items: AsyncIterable<RunItem>,
  { see, onStarted }: { see(item: RunItem): void; onStarted(started: RunStarted): void },
): AsyncIterable<RunItem> {
  let told = false;
  for await (const item of items) {
    see(item);
    if (item.kind === "run" && !told) {
      told = true;
      onStarted(item.started);
    }
    yield item;
  }
}

/** A resumed run names an experiment again: it is still one. */
async function* judgedBy(
  hypothesis: OtherHypothesis,
  items: AsyncIterable<RunItem>,
  say: (message: string) => void,
): AsyncIterable<RunItem> {
  const replaced = new Map<string, Experiment>();
  for await (const item of items) {
    if (item.kind !== "experiment") {
      yield item;
      continue;
    }
    const { id } = item.experiment;
    const experiment = replaced.get(id) ?? hypothesis.replace(item.experiment);
    replaced.set(id, experiment);
    yield { ...item, experiment };
  }
  const count = hypothesis.finish();
  say(
    `Judged by the claims of ${hypothesis.file} instead of their own: ${count} of ${replaced.size} ${replaced.size === 1 ? "experiment" : "experiments"}.`,
  );
}
