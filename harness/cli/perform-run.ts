import { resolve } from "node:path";
import { routeWords } from "../../reports/documents/run-words.ts";
import { titlesApart } from "../../reports/documents/tell-apart.ts";
import { liveTerminal } from "../../reports/live/terminal.ts";
import type { Budget } from "../domain/budget.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Reporter } from "../domain/ports.ts";
import type { RunSettings, Shard } from "../domain/run-plan.ts";
import { type ExecuteOptions, type ExperimentTrials, executeRun, type RunEnding } from "../execute/run.ts";
import { lockRun, pictureKeeper, removeRun } from "../store/index.ts";
import { agentsNoiseOnce } from "./agents-noise.ts";
import { agentsOutputAside } from "./agents-output.ts";
import { watchBudget } from "./budget.ts";
import { equip } from "./equipment.ts";
import { forgetDecision } from "./gate-decision.ts";
import { type AnalysedRun, analyseWhole, type PairWatch } from "./history/analyse-whole.ts";
import { lookingBack } from "./history/earlier-runs.ts";
import type { Io } from "./io.ts";
import { signalOf } from "./io.ts";
import { inRounds, type Rounds } from "./run/in-rounds.ts";
import { newRun } from "./run/new-run.ts";
import { divide, planRun } from "./run/plan-run.ts";
import { refuseStdioInProcess } from "./run/refusals.ts";
import { type Resumed, refuseOtherPlan, remainder } from "./run/resume.ts";
import { openRunJournal } from "./run/run-journal.ts";
import { runPlan } from "./run/run-plan.ts";
import { portForRunningServers } from "./run/running-servers.ts";
import { runStarted } from "./run-started.ts";
import { writeDocuments } from "./write-documents.ts";

export interface RunOptions {
  readonly route: "in-process" | "gateway";
  readonly concurrency: number;
  readonly programs?: number;
  readonly port?: number;
  readonly only?: string;
  readonly shard?: Shard;
  readonly out: string;
  readonly haltFile?: string;
  readonly command: readonly string[];
  readonly quiet?: boolean;
  /** The history that the page looks back on. */
  readonly history?: string;
  readonly budget?: Budget;
  /** Run round by round, until it is enough. */
  readonly rounds?: Rounds;
  /** What `--resume` needs to begin from; absent = the run cannot be gone on with. */
  readonly settings?: RunSettings;
  /** The run to go on with, instead of a new one. */
  readonly resume?: Resumed;
  /** Told of the pairs while the run is judged. */
  readonly watch?: PairWatch;
}

export interface FinishedRun extends AnalysedRun {
  readonly folder: string;
}

/**
 * load is done; this is plan ▸ execute ▸ judge ▸ score ▸ report. The report is read back from the journal, as `brownout report` would.
 * @throws {InvalidInput} before anything has begun. Of a run that fails before its first trial nothing is kept.
 */
export async function performRun(
  experiments: readonly Experiment[],
  options: RunOptions,
  io: Io,
): Promise<FinishedRun> {
  const whole = planRun(experiments, options.only);
  const plan = runPlan(whole, io.cwd, options.shard);
  const mine = divide(whole, options.shard);
  if (options.resume) refuseOtherPlan(options.resume.progress, plan);

  const asked = mine.map(({ experiment }) => experiment);
  refuseStdioInProcess(asked, options.route);
  const port = options.port ?? portForRunningServers(asked, io);
  const { id, folder, journal } = options.resume?.run ?? newRun(resolve(io.cwd, options.out));
  // Who goes on with a run has locked it before reading how far it came.
  using _alone = options.resume ? undefined : lockRun(folder);
  const { route, command, settings } = options;
  const started = runStarted(id, {
    route,
    command,
    trials: countTrials(mine),
    plan,
    ...(settings === undefined ? {} : { settings }),
  });
  if (options.resume) {
    const { over, started: begun } = options.resume.progress;
    io.err(`Going on with ${id}: ${over.size} of ${begun.trials} trials are over.\n`);
    // It was made of what there was then.
    forgetDecision(folder);
  }
  // Also while it is judged: an agent may leave work behind that still prints.
  using _aside = agentsOutputAside();
  using _noise = agentsNoiseOnce();
  await execute(started, mine, { ...options, ...(port === undefined ? {} : { port }) }, folder, io);
  const { extras: own, ...analysed } = await analyseWhole(journal, options.watch);
  const { entry } = analysed;
  const extras = { ...own, history: await lookingBack(entry, options.history, io) };
  writeDocuments(analysed.report, folder, extras);
  return { ...analysed, extras, folder };
}

const countTrials = (list: readonly ExperimentTrials[]): number =>
  list.reduce((sum, { trials }) => sum + trials.length, 0);

/** What is not over yet is run, and everything is written down. */
async function execute(
  started: RunEvent,
  mine: readonly ExperimentTrials[],
  options: RunOptions,
  folder: string,
  io: Io,
): Promise<void> {
  const left = options.resume ? remainder(mine, options.resume.progress) : mine;
  const live: Reporter = options.quiet
    ? { onEvent: () => undefined }
    : liveTerminal({
        write: io.err,
        isTTY: io.isTTY,
        colour: io.colour,
        columns: io.columns,
        titles: titlesApart(mine.map(({ experiment }) => experiment)),
        route: routeWords(
          options.route,
          mine.map(({ experiment }) => experiment),
        ),
      });
  const progress = progressOf(left, live);
  const spent = new AbortController();
  using budget = watchBudget(options.budget, (reason) => spent.abort(new Error(reason)));
  const journal = openRunJournal(folder, {
    onEvent(event) {
      progress.onEvent(event);
      budget.see(event);
    },
  });
  journal.emit(started);
  try {
    const signals = AbortSignal.any([io.signal, journal.broken, spent.signal]);
    const run = (part: readonly ExperimentTrials[], onOver?: ExecuteOptions["onOver"]): Promise<RunEnding> => {
      const equipment = equip({
        route: options.route,
        journal: journal.emit,
        keepPicture: pictureKeeper(folder),
        ...(options.port === undefined ? {} : { port: options.port }),
        ...(options.haltFile === undefined ? {} : { haltFile: resolve(io.cwd, options.haltFile) }),
      });
      return executeRun(part, equipment, {
        concurrency: options.concurrency,
        signal: signals,
        ...(options.programs === undefined ? {} : { programs: options.programs }),
        ...(onOver === undefined ? {} : { onOver }),
      });
    };
    const ending = options.rounds
      ? await inRounds({ whole: mine, left, before: options.resume?.progress }, options.rounds, journal, run)
      : await run(left);
    const signal = signalOf(io);
    const over = spent.signal.aborted && !io.signal.aborted ? (spent.signal.reason as Error).message : undefined;
    // An experiment that was aborted before the run was cut off stays so.
    const stopped = over !== undefined || (ending === "finished" && (options.resume?.progress.aborted.size ?? 0) > 0);
    const detail = over ?? signal;
    journal.emit({
      type: "run-ended",
      reason: stopped ? "aborted" : ending,
      ...(detail === undefined ? {} : { detail }),
    });
  } catch (error) {
    journal.emit({
      type: "run-ended",
      reason: "failed",
      detail: error instanceof Error ? error.message : String(error),
    });
    journal.close();
    if (!journal.begun() && !options.resume) removeRun(folder);
    throw error;
  } finally {
    journal.close();
  }
  journal.broken.throwIfAborted();
}

/** Progress is of what is left, and the journal of the whole. */
const progressOf = (left: readonly ExperimentTrials[], live: Reporter): Reporter => {
  const counts = new Map(left.map(({ experiment, trials }) => [experiment.id, trials.length]));
  return {
    onEvent(event) {
      if (event.type === "run-started") return live.onEvent({ ...event, trials: countTrials(left) });
      const planned = event.type === "experiment" ? counts.get(event.experiment.id) : undefined;
      return live.onEvent(planned === undefined || event.type !== "experiment" ? event : { ...event, planned });
    },
  };
};
