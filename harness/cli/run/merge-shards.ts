import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RunEvent } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { findRun, NoSuchRun, openJournal, type RunFolder, readBatches, removeRun } from "../../store/index.ts";
import { analyseWhole } from "../history/analyse-whole.ts";
import { lookingBack } from "../history/earlier-runs.ts";
import type { Io } from "../io.ts";
import type { FinishedRun } from "../perform-run.ts";
import { runStarted } from "../run-started.ts";
import { writeDocuments } from "../write-documents.ts";
import { type Part, type ShardPart, shardsOf } from "./merge-checks.ts";
import { newRun } from "./new-run.ts";
import { readProgress } from "./read-progress.ts";

export interface MergeOptions {
  readonly out: string;
  /** The history that the page looks back on. */
  readonly history?: string;
}

/**
 * Makes one run of all shards of one, as if it had been run at once. The shards stay as they are.
 * @throws {InvalidInput} if one is missing, there twice, of another run or not at its end.
 */
export async function mergeShards(
  wanted: readonly string[],
  { out, history }: MergeOptions,
  io: Pick<Io, "cwd">,
): Promise<FinishedRun> {
  const root = resolve(io.cwd, out);
  const parts: Part[] = [];
  for (const run of allRuns(wanted, root, io)) parts.push({ run, progress: await readProgress(run.journal) });
  const shards = shardsOf(parts);
  // Beside the runs until it is whole: a merge that is cut off leaves nothing that looks like a run.
  const made = newRun(join(root, ".merging"));
  try {
    await write(shards, made.folder, made.id);
    const { extras: own, ...analysed } = await analyseWhole(made.journal);
    const extras = { ...own, history: await lookingBack(analysed.entry, history, io) };
    writeDocuments(analysed.report, made.folder, extras);
    const folder = join(root, made.id);
    renameSync(made.folder, folder);
    return { ...analysed, extras, folder };
  } catch (error) {
    removeRun(made.folder);
    throw error;
  }
}

/** @throws {NoSuchRun} with each that is not there. */
function allRuns(wanted: readonly string[], root: string, { cwd }: Pick<Io, "cwd">): readonly RunFolder[] {
  const missing: string[] = [];
  const runs = wanted.flatMap((name) => {
    try {
      return findRun(existsSync(resolve(cwd, name)) ? resolve(cwd, name) : name, root);
    } catch (error) {
      if (!(error instanceof NoSuchRun)) throw error;
      missing.push(error.message);
      return [];
    }
  });
  if (missing.length > 0) throw new NoSuchRun(missing.join("\n"));
  return runs;
}

async function write(shards: readonly ShardPart[], folder: string, run: string): Promise<void> {
  const journal = openJournal(folder);
  try {
    for (const event of await opening(shards, run)) journal.append(event);
    for (const { run: part, shard } of shards) {
      copyPictures(part.folder, folder, shard.index);
      for await (const events of readBatches(part.journal)) {
        for (const event of events) if (!ofTheRun.has(event.type)) journal.append(renamed(event, shard.index));
      }
    }
    const aborted = shards.some(({ progress }) => progress.ended === "aborted");
    journal.append({ type: "run-ended", reason: aborted ? "aborted" : "finished" });
  } finally {
    journal.close();
  }
}

const ofTheRun: ReadonlySet<RunEvent["type"]> = new Set(["run-started", "experiment", "run-ended"]);

/** The first event, and the experiments in the order of the plan with all of their trials. */
async function opening(shards: readonly ShardPart[], run: string): Promise<readonly RunEvent[]> {
  const experiments = new Map<string, Experiment>();
  for (const { run: part } of shards)
    for await (const events of readBatches(part.journal))
      for (const event of events)
        if (event.type === "experiment") experiments.set(event.experiment.id, event.experiment);
  const [first] = shards;
  const started = first?.progress.started;
  if (started?.plan === undefined) return [];
  const { plan, route, command, settings } = started;
  return [
    {
      ...runStarted(run, {
        route,
        command: command.filter((word, at) => word !== "--shard" && command[at - 1] !== "--shard"),
        trials: plan.experiments.reduce((sum, { trials }) => sum + trials, 0),
        plan: { digest: plan.digest, experiments: plan.experiments },
        ...(settings === undefined ? {} : { settings }),
        merged: shards.map(({ run: { id } }) => id),
      }),
      at: shards.map(({ progress }) => progress.started.at).sort()[0] ?? started.at,
    },
    ...plan.experiments.flatMap(({ id, trials }): RunEvent[] => {
      const experiment = experiments.get(id);
      return experiment === undefined ? [] : [{ type: "experiment", experiment, planned: trials }];
    }),
  ];
}

const pictures = "screens";

/** Two shards may have pictures of the same name. */
function copyPictures(from: string, to: string, shard: number): void {
  if (!existsSync(join(from, pictures))) return;
  mkdirSync(join(to, pictures), { recursive: true });
  for (const name of readdirSync(join(from, pictures)))
    copyFileSync(join(from, pictures, name), join(to, pictures, `${shard}-${name}`));
}

const renamed = (event: RunEvent, shard: number): RunEvent =>
  event.type === "page-showed" && event.what === "left" && event.screenshot !== undefined
    ? { ...event, screenshot: event.screenshot.replace(`${pictures}/`, `${pictures}/${shard}-`) }
    : event;
