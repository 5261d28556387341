import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type Document, documents } from "../../reports/documents/index.ts";
import { liveTerminal } from "../../reports/live/terminal.ts";
import type { Budget } from "../domain/budget.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import type { RunEvent } from "../domain/events.ts";
import { type Experiment, isServer } from "../domain/experiment.ts";
import type { RunReport } from "../domain/judgement.ts";
import { currentTrial, type Reporter } from "../domain/ports.ts";
import { isStdio, stdioVariable } from "../domain/system-map.ts";
import { mixesCalls } from "../domain/target-spec.ts";
import { telemetryName } from "../domain/telemetry.ts";
import { executeRun } from "../execute/run.ts";
import { planTrials, selectTrials } from "../plan/plan-trials.ts";
import { createRun, openJournal, pictureKeeper } from "../store/index.ts";
import { analyse } from "./analyse.ts";
import { watchBudget } from "./budget.ts";
import { equip } from "./equipment.ts";
import type { Io } from "./io.ts";
import { signalOf } from "./io.ts";
import { runStarted } from "./run-started.ts";

export interface RunOptions {
  readonly route: "in-process" | "gateway";
  readonly concurrency: number;
  readonly port?: number;
  readonly only?: string;
  readonly out: string;
  readonly haltFile?: string;
  readonly command: readonly string[];
  readonly quiet?: boolean;
  readonly budget?: Budget;
}

export interface FinishedRun {
  readonly report: RunReport;
  readonly folder: string;
}

/** load is done; this is plan ▸ execute ▸ judge ▸ score ▸ report. The report is read back from the journal, as `brownout report` would. */
export async function performRun(
  experiments: readonly Experiment[],
  options: RunOptions,
  io: Io,
): Promise<FinishedRun> {
  const planned = experiments
    .map((experiment) => ({ experiment, trials: selectTrials(planTrials(experiment), options.only) }))
    .filter(({ trials }) => trials.length > 0);
  if (planned.length === 0) throw noTrials(experiments, options.only);

  const asked = planned.map(({ experiment }) => experiment);
  refuseUntellable(asked);
  refuseStdioInProcess(asked, options.route);
  const port = options.port ?? portForRunningServers(asked, io);
  const {
    id,
    folder,
    journal: journalFile,
  } = createRun(resolve(io.cwd, options.out), new Date(), randomBytes(3).toString("hex"));
  const journal = openJournal(folder);
  const live: Reporter = options.quiet
    ? { onEvent: () => undefined }
    : liveTerminal({ write: io.err, isTTY: io.isTTY, colour: io.colour, columns: io.columns });
  // The journal comes first: once it cannot be written, nothing more may happen.
  const broken = new AbortController();
  const spent = new AbortController();
  const spend = watchBudget(options.budget, (reason) => spent.abort(new Error(reason)));
  const emit = (event: RunEvent): void => {
    if (broken.signal.aborted) return;
    try {
      journal.append(event);
    } catch (error) {
      broken.abort(error);
      return;
    }
    live.onEvent(event);
    spend(event);
  };
  emit(
    runStarted(id, {
      route: options.route,
      command: options.command,
      trials: planned.reduce((sum, { trials }) => sum + trials.length, 0),
    }),
  );
  try {
    const equipment = equip({
      route: options.route,
      journal: emit,
      keepPicture: pictureKeeper(folder),
      ...(port === undefined ? {} : { port }),
      ...(options.haltFile === undefined ? {} : { haltFile: options.haltFile }),
    });
    const ending = await executeRun(planned, equipment, {
      concurrency: options.concurrency,
      signal: AbortSignal.any([io.signal, broken.signal, spent.signal]),
    });
    const signal = signalOf(io);
    const over = spent.signal.aborted && !io.signal.aborted ? (spent.signal.reason as Error).message : undefined;
    if (over !== undefined) emit({ type: "run-ended", reason: "aborted", detail: over });
    else emit({ type: "run-ended", reason: ending, ...(signal ? { detail: signal } : {}) });
  } catch (error) {
    emit({ type: "run-ended", reason: "failed", detail: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    journal.close();
  }
  broken.signal.throwIfAborted();
  const report = await analyse(journalFile);
  writeDocuments(report, folder);
  return { report, folder };
}

/** The machine-readable documents beside the journal. */
export function writeDocuments(report: RunReport, folder: string): void {
  for (const format of ["json", "junit", "markdown"] as const) {
    const { extension, render }: Document = documents[format];
    writeFileSync(join(folder, `report.${extension}`), render(report, { width: 100, colour: false }));
  }
}

export const pathForPeople = (io: Io, path: string): string => {
  const short = relative(io.cwd, path);
  return short === "" ? "." : short.startsWith("..") ? path : short;
};

/** Bystanders of a server that hands no baggage on: nobody could say whose calls are whose. */
function refuseUntellable(experiments: readonly Experiment[]): void {
  const untellable = experiments.filter(
    ({ bystanders, target: { spec } }) => bystanders.length > 0 && mixesCalls(spec),
  );
  if (untellable.length === 0) return;
  throw new InvalidInput(
    untellable.map(({ file, target: { file: where, spec } }) => ({
      file,
      message: `Cannot tell the calls of bystanders apart: ${where} ${spec.kind === "http" ? 'says that the agent does not hand "baggage" on. Let it do so and set "propagates: true"' : "has one process for many tasks. Let each have its own"}, or leave the bystanders out.`,
    })),
  );
}

/** A server on standard streams is a process of its own, whose calls never cross this one. */
function refuseStdioInProcess(experiments: readonly Experiment[], route: RunOptions["route"]): void {
  if (route === "gateway") return;
  const targets = new Map(experiments.map(({ target }) => [target.file, target])).values();
  const unseen = [...targets].flatMap(({ spec, file, map }) =>
    spec.kind === "module"
      ? map.dependencies.flatMap(({ name, url }) => (isStdio(url) ? [{ file, name, url }] : []))
      : [],
  );
  if (unseen.length === 0) return;
  throw new InvalidInput(
    unseen.map(({ file, name, url }) => ({
      file,
      message: `Cannot see the calls to "${name}" (${url}) in process: its server is a process of its own. Run with --gateway, and let the agent hand ${stdioVariable} of its environment on to the server.`,
    })),
  );
}

/** A server that runs already must be told once where the gateway is, so the gateway stays at one port, and says where. */
export function portForRunningServers(experiments: readonly Experiment[], io: Io): number | undefined {
  const running = experiments.filter(({ target: { spec } }) => isServer(spec) && spec.start === undefined);
  if (running.length === 0) return undefined;
  for (const { name, map } of new Map(running.map(({ target }) => [target.file, target])).values()) {
    io.err(`${name} runs already. It must have been started with:\n`);
    const at = (dependency: string): string =>
      `http://127.0.0.1:${fixedPort}/t/${currentTrial}/${encodeURIComponent(dependency)}`;
    for (const { name: dependency, env } of map.dependencies) {
      if (env !== undefined) io.err(`  ${env}=${at(dependency)}\n`);
    }
    const stdio = map.dependencies.filter(({ url }) => isStdio(url)).map((one) => [one.name, at(one.name)]);
    if (stdio.length > 0) io.err(`  ${stdioVariable}='${JSON.stringify(Object.fromEntries(stdio))}'\n`);
    io.err(`and, to be judged by what it tells of itself, with:\n`);
    io.err(`  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${fixedPort}/t/${currentTrial}/${telemetryName}\n`);
  }
  return fixedPort;
}
const fixedPort = 4242;

function noTrials(experiments: readonly Experiment[], only: string | undefined): InvalidInput {
  const known = experiments.flatMap((experiment) =>
    planTrials(experiment)
      .slice(0, 3)
      .map((trial) => trial.id),
  );
  return new InvalidInput([
    {
      file: "--only",
      message: `No trial begins with "${only ?? ""}". Trials look like: ${known.slice(0, 5).join(", ")}.`,
    },
  ]);
}
