import { dirname } from "node:path";
import type { HistoryRun } from "../../domain/history.ts";
import type { RunReport } from "../../domain/judgement.ts";
import type { RunPlan } from "../../domain/run-plan.ts";
import type { Outcome } from "../../domain/vocabulary.ts";
import type { AnalyseOptions } from "../analyse.ts";
import { type WholeReport, wholeReport } from "../whole-report.ts";
import { entryOf } from "./entry-of.ts";

export interface AnalysedRun extends WholeReport {
  /** What a history keeps of it; a sentence that says why it is kept out. */
  readonly entry: HistoryRun | string;
  /** What it showed, whether a history keeps it or not. */
  readonly shown: HistoryRun;
}

/** Told of the pairs of a run while it is read for its reports. */
export type PairWatch = Pick<AnalyseOptions, "onPair" | "portions">;

/** A run as it is reported, and as it is remembered. @throws {JournalError} if the journal cannot be read */
export async function analyseWhole(journal: string, watch: PairWatch = {}): Promise<AnalysedRun> {
  const ends = new Map<string, Map<string, Outcome>>();
  const aborted = new Map<string, string>();
  let plan: RunPlan | undefined;
  const { report, extras } = await wholeReport(
    { journal, folder: dirname(journal) },
    {
      ...watch,
      onStarted: (started) => {
        plan = started.plan;
      },
      onAborted: (experiment, reason) => void aborted.set(experiment, reason),
      onJudged: ({ record: { trial }, primary }) => {
        if (trial.arm !== "treatment") return;
        const own = ends.get(trial.experiment) ?? new Map<string, Outcome>();
        ends.set(trial.experiment, own.set(trial.id, primary.outcome));
      },
    },
  );
  const shown = entryOf(report, { ends, ...(plan === undefined ? {} : { plan }) });
  return { report, extras, shown, entry: whyNot(report, aborted) ?? shown };
}

/** By the command that made them. */
const otherRuns: Readonly<Record<string, string>> = {
  gateway: "was asked by hand, through the gateway",
  gate: "is of a gate, whose build may never be deployed",
  gameday: "is a game day, at which people had their hands on the faults",
};

/** What is less than a run, or other than one of the nights, would look like a change. */
function whyNot(report: RunReport, aborted: ReadonlyMap<string, string>): string | undefined {
  const { run, ended, shard, only, experiments, command } = report;
  if (shard !== undefined) return `${run} is shard ${shard.index} of ${shard.of}`;
  const other = Object.hasOwn(otherRuns, command[1] ?? "") ? otherRuns[command[1] ?? ""] : undefined;
  if (other !== undefined) return `${run} ${other}`;
  if (only !== undefined) return `${run} ran only ${only}`;
  if (ended !== "finished" && ended !== "aborted") return `${run} has not come to its end`;
  if (ended === "aborted" && isCutOff(report, aborted))
    return `${run} was ended before all of it had run, by its budget or the kill switch`;
  return experiments.length === 0 ? `${run} ran no experiment` : undefined;
}

/** Trials are missing that no abort condition of their own experiment has ended: what did not run has not become undecided. */
function isCutOff({ experiments, planned }: RunReport, aborted: ReadonlyMap<string, string>): boolean {
  if (planned !== undefined && experiments.length < planned.experiments) return true;
  return experiments.some(({ experiment, trials }) => {
    const why = aborted.get(experiment.id);
    return why === undefined
      ? trials.finished + trials.failed < trials.planned
      : why.startsWith("Halted by the kill switch");
  });
}
