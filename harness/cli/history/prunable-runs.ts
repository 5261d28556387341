import { globSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { HistoryRun } from "../../domain/history.ts";
import { isLocked, listRuns, type Prunable, type RunFolder } from "../../store/index.ts";

/** What tells which runs must stay. */
export interface Keeping {
  /** The runs of the history, oldest first. */
  readonly known: readonly HistoryRun[];
  /** Runs that are in no history, by what they showed: a gate may be the first to show a finding. */
  readonly others: readonly HistoryRun[];
  readonly unreadable: ReadonlySet<string>;
  /** The folder of the files that name accepted runs, and such files elsewhere. */
  readonly baselines: { readonly folder: string; readonly files: readonly string[] };
}

/** The runs of a folder, with why they must stay. */
export function prunableRuns(root: string, { known, others, unreadable, baselines }: Keeping): readonly Prunable[] {
  const runs = listRuns(root);
  const accepted = textOf(baselines);
  // The first that the history names, and the first of all, where that is another.
  const all = [...known, ...others].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const telling = withNewFindings(known).union(withNewFindings(all));
  const latest = runs.at(-1)?.id;
  return runs.map((run) => {
    const keep = [
      ...(run.id === latest ? ["the latest"] : []),
      ...(isLocked(run.folder) ? ["going on"] : []),
      ...(accepted.includes(run.id) ? ["a baseline"] : []),
      ...(telling.has(run.id) ? ["new findings"] : []),
      ...(unreadable.has(run.id) ? ["cannot be read"] : []),
    ];
    return {
      id: run.id,
      at: momentOf(run),
      bytes: sizeOf(run.folder),
      ...(keep.length > 0 ? { keep: keep.join(", ") } : {}),
    };
  });
}

/** The text of all baselines: whatever their form is, they name the run that they come from. */
const textOf = ({ folder, files }: Keeping["baselines"]): string =>
  [
    ...globSync("**/*.{json,yaml,yml}", { cwd: folder }).map((file) => join(folder, file)),
    ...files.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile()),
  ]
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");

/** The policies by which runs were decided, as they were given. */
export const policiesOf = (runs: readonly Pick<HistoryRun, "command">[]): readonly string[] => [
  ...new Set(runs.flatMap(({ command }) => command.filter((_, at) => command[at - 1] === "--policy"))),
];

/** Runs in which an experiment showed a finding for the first time. */
function withNewFindings(runs: readonly HistoryRun[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const telling = new Set<string>();
  for (const { run, experiments } of runs)
    for (const { id, target, findings } of experiments)
      for (const { code } of findings) {
        const key = [id, target, code].join("\u0000");
        if (!seen.has(key)) telling.add(run);
        seen.add(key);
      }
  return telling;
}

/** A run's name is its hour. */
function momentOf({ id, journal }: RunFolder): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(id) ?? [];
  const named = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(named) ? (statSync(journal, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) : named;
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    // A run that is going on renames its files.
    .reduce(
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
