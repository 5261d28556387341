import { relative, sep } from "node:path";
import { counted } from "../../reports/text/figures.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { NarrowedRun, UnplacedChange } from "../domain/run-plan.ts";
import { touchedBy } from "../load/index.ts";
import { changedFiles } from "./changed-files.ts";
import { unplacedWords } from "./changed-words.ts";
import type { Io } from "./io.ts";
import { isEmptyText, ownOutput } from "./own-output.ts";

/** Selected experiments that are named with their reason; more are counted. */
const named = 12;
/** Files that nobody can place, of those that are named. */
const namedFiles = 3;

/** What trials do not rest on. */
export interface BesideTrials {
  /** Files that the command writes, beside its run and what it prints. */
  readonly written: readonly string[];
  /** The policy of a gate, and the baseline that it names. */
  readonly deciding?: readonly string[];
}

interface Narrowed {
  readonly experiments: readonly Experiment[];
  readonly unplaced?: UnplacedChange;
  /** Absent: all of them. */
  readonly narrowed?: NarrowedRun;
}

/**
 * The experiments that a change since a revision of git concerns, those of files that are not committed included; says which and
 * why. If none is concerned all are given: nothing run is nothing shown. What the command itself writes, or
 * decides by, is no change.
 * @throws {InvalidInput} if git does not know the revision.
 */
export async function changedSince(
  experiments: readonly Experiment[],
  revision: string,
  io: Pick<Io, "cwd" | "err" | "writesTo"> & BesideTrials,
): Promise<Narrowed> {
  const { known, fresh } = await changedFiles(revision, io.cwd);
  const show = (file: string): string => relative(io.cwd, file).split(sep).join("/");
  const leftOut = new Map<string, string>();
  const counts = (file: string): boolean => {
    const why = ownOutput(file, { ...io, fresh: fresh.includes(file) });
    if (why !== undefined) leftOut.set(file, why);
    return why === undefined;
  };
  const changed = [...known, ...fresh].filter(counts);
  const empty = new Set(fresh.filter(isEmptyText));
  // Those come last: where the first that nobody can place is one of them, all are, and nothing stands in any.
  const inOrder = [...changed.filter((file) => !empty.has(file)), ...changed.filter((file) => empty.has(file))];
  const touched = touchedBy(experiments, inOrder, io.cwd).filter(({ unplaced: [first] }) => {
    if (first === undefined || !empty.has(first)) return true;
    leftOut.set(first, "nothing stands in it");
    return false;
  });
  const since = `since ${revision} (${counted(changed.length, "file")} changed)`;
  for (const [file, why] of [...leftOut].slice(0, namedFiles))
    io.err(`Not counted as a change: ${show(file)} (${why}).\n`);
  if (leftOut.size > namedFiles) io.err(`  and ${counted(leftOut.size - namedFiles, "more file")}\n`);
  if (touched.length === 0) {
    io.err(`Nothing that an experiment rests on has changed ${since}: all ${experiments.length} are run.\n`);
    return { experiments };
  }
  io.err(`${touched.length} of ${counted(experiments.length, "experiment")} concerned by what changed ${since}:\n`);
  for (const { experiment, why } of touched.slice(0, named)) io.err(`  ${experiment.id}  ${why}\n`);
  if (touched.length > named) io.err(`  and ${touched.length - named} more\n`);
  const forUnplaced = touched.filter(({ unplaced }) => unplaced.length > 0);
  const files = [...new Set(forUnplaced.flatMap(({ unplaced }) => unplaced))].filter((file) => !empty.has(file));
  const chosen = {
    experiments: touched.map(({ experiment }) => experiment),
    ...(touched.length < experiments.length
      ? { narrowed: { experiments: touched.length, of: experiments.length } }
      : {}),
  };
  if (files.length === 0) return chosen;
  const unplaced: UnplacedChange = {
    experiments: forUnplaced.length,
    of: experiments.length,
    count: files.length,
    files: files.slice(0, namedFiles).map(show),
    fresh: files.some((file) => fresh.includes(file)),
  };
  for (const words of unplacedWords({ changedSince: revision, unplaced })) io.err(`${words}\n`);
  return { ...chosen, unplaced };
}
