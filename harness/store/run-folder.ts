import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { nearest } from "../domain/nearest.ts";
import { journalName } from "./journal.ts";
import { codeOf, JournalError, NoSuchRun, wordsOf } from "./journal-error.ts";

/** Where one run is kept. */
export interface RunFolder {
  readonly id: string;
  readonly folder: string;
  readonly journal: string;
}

/** Below the project's folder. */
export const runsRoot = join("reports", "runs");

const at = (folder: string): RunFolder => ({ id: basename(folder), folder, journal: join(folder, journalName) });

/** `20261122-231030-a1b2c3`, in UTC, so that names sort by time. */
export function runName(startedAt: Date, short: string): string {
  const [day = "", time = ""] = startedAt.toISOString().split("T");
  return `${day.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}-${short}`;
}

/**
 * Makes a new, empty folder `<root>/<yyyymmdd-hhmmss>-<short>`; with `-2`, `-3` … if runs start at the same moment.
 * @throws {JournalError} if it cannot be made.
 */
export function createRun(root: string, startedAt: Date, short: string): RunFolder {
  const name = runName(startedAt, short);
  try {
    mkdirSync(root, { recursive: true });
    for (let copy = 1; ; copy += 1) {
      const folder = join(root, copy === 1 ? name : `${name}-${copy}`);
      try {
        mkdirSync(folder);
        return at(folder);
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
    }
  } catch (error) {
    throw new JournalError(
      `Cannot make a folder for the run in ${root}: ${wordsOf(error)}. Choose a folder that can be written to.`,
    );
  }
}

/** Takes a run away, with all that lies in its folder. @throws {JournalError} if that cannot be done. */
export function removeRun(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    throw new JournalError(`Cannot remove the run ${folder}: ${wordsOf(error)}. Check its permissions.`);
  }
}

/** The runs below the root that have a journal, oldest first. */
export function listRuns(root: string): readonly RunFolder[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => at(join(root, entry.name)))
    .filter((run) => existsSync(run.journal))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/**
 * `latest`, a run's name or an unambiguous beginning or ending of it, its folder, or its journal file.
 * @throws {NoSuchRun} if there is no such run, or more than one.
 */
export function findRun(wanted: string, root: string): RunFolder {
  const runs = listRuns(root);
  if (wanted === "latest") {
    const last = runs.at(-1);
    if (last) return last;
    throw new NoSuchRun(`Cannot find the latest run: there is none in ${root}. Run one with "brownout run".`);
  }
  const exact = runs.find((run) => run.id === wanted);
  if (exact) return exact;
  const path = resolve(wanted);
  if (existsSync(path)) {
    if (statSync(path).isFile()) return { ...at(dirname(path)), journal: path };
    if (existsSync(join(path, journalName))) return at(path);
    throw new NoSuchRun(`Cannot read the run ${wanted}: the folder has no ${journalName}. Give the folder of one run.`);
  }
  const near = wanted === "" ? [] : runs.filter((run) => run.id.startsWith(wanted) || run.id.endsWith(`-${wanted}`));
  const [only, ...others] = near;
  if (only && others.length === 0) return only;
  const meant =
    near.length > 0 || runs.length === 0
      ? undefined
      : // Runs of one hour have names that are much alike.
        nearest(wanted, ["latest", ...runs.map((run) => run.id)], 2);
  const names = (near.length > 0 ? near : runs).slice(-5).map((run) => run.id);
  const hint =
    names.length === 0
      ? `There is none in ${root}.`
      : `${meant === undefined ? "" : `Did you mean "${meant}"? `}${near.length > 0 ? "It could be" : "The last ones are"} ${names.join(", ")}.`;
  throw new NoSuchRun(
    `Cannot find the run "${wanted}": ${near.length > 0 ? "more than one begins so" : "no such name, folder or file"}. ${hint}`,
  );
}
