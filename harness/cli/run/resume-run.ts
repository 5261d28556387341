import { resolve } from "node:path";
import type { Budget } from "../../domain/budget.ts";
import { InvalidInput } from "../../domain/diagnostic.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { findRun, lockRun, type RunFolder } from "../../store/index.ts";
import { chosen } from "../chosen.ts";
import type { GateRounds } from "../gate-rounds.ts";
import { analyseWhole, type PairWatch } from "../history/analyse-whole.ts";
import { lookingBack } from "../history/earlier-runs.ts";
import type { Io } from "../io.ts";
import { type FinishedRun, performRun } from "../perform-run.ts";
import { readProgress } from "./read-progress.ts";

/** What may be otherwise than when the run was begun. */
export interface ResumeOptions {
  readonly out: string;
  readonly concurrency?: number;
  readonly port?: number;
  readonly haltFile?: string;
  readonly quiet: boolean;
  /** The history that the page looks back on. */
  readonly history?: string;
  /** Told of the pairs while the run is judged. */
  readonly watch?: PairWatch;
  /** Of a gate: the rounds of its policy, if that asks for any. */
  readonly rounds?: (experiments: readonly Experiment[], budget?: Budget) => GateRounds | undefined;
}

/**
 * Goes on with a run that was cut off, from its journal: what has ended is kept, what was under way begins anew. A run that has ended
 * is only reported.
 * @throws {InvalidInput} if its files have changed. @throws {JournalError} if there is no such run, or another process is at work on it.
 */
export async function resumeRun(wanted: string, options: ResumeOptions, io: Io): Promise<FinishedRun> {
  const run = findRun(wanted, resolve(io.cwd, options.out));
  using _alone = lockRun(run.folder);
  const progress = await readProgress(run.journal);
  const { started, ended } = progress;
  if (ended === "finished" || ended === "aborted") {
    io.err(
      `The run ${run.id} has ${ended === "finished" ? "finished" : "been aborted, which ends it"}: nothing is left to do.\n`,
    );
    const { extras, ...analysed } = await analyseWhole(run.journal, options.watch);
    const history = await lookingBack(analysed.entry, options.history, io);
    return { ...analysed, extras: { ...extras, history }, folder: run.folder };
  }
  const { settings } = started;
  if (settings === undefined)
    throw new InvalidInput([
      {
        file: "--resume",
        message: `Cannot go on with the run ${run.id}: its journal does not say how it was begun (${started.command.join(" ")}). Begin a new one.`,
      },
    ]);
  const { experiments, budget } = await chosen(settings, io);
  const rounds = settings.rounds === undefined ? undefined : options.rounds?.(experiments, budget);
  if (rounds?.policy !== settings.rounds)
    throw new InvalidInput([
      { file: "--resume", message: `Cannot go on with the run ${run.id}: ${otherRounds(run, options)}` },
    ]);
  const { concurrency = settings.concurrency, port = settings.port, haltFile = settings.haltFile } = options;
  return await performRun(
    rounds?.experiments ?? experiments,
    {
      route: started.route,
      concurrency,
      out: options.out,
      command: started.command,
      settings,
      quiet: options.quiet,
      resume: { run, progress },
      ...(options.history === undefined ? {} : { history: options.history }),
      ...(options.watch === undefined ? {} : { watch: options.watch }),
      ...(budget === undefined ? {} : { budget }),
      ...(rounds === undefined ? {} : { rounds }),
      ...(port === undefined ? {} : { port }),
      ...(options.concurrency !== undefined || settings.programs === undefined ? {} : { programs: settings.programs }),
      ...(haltFile === undefined ? {} : { haltFile }),
      ...(settings.only === undefined ? {} : { only: settings.only }),
      ...(started.plan?.shard === undefined ? {} : { shard: started.plan.shard }),
    },
    io,
  );
}

const otherRounds = ({ id }: RunFolder, { rounds }: ResumeOptions): string =>
  rounds === undefined
    ? `it is a gate's, in rounds. Go on with it as a gate: brownout gate --resume ${id}`
    : "the policy by which it runs in rounds has changed since. Put it back, or begin a new run.";
