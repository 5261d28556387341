import { resolve } from "node:path";
import type { HistoryRun } from "../../domain/history.ts";
import { openHistory } from "../../store/index.ts";
import type { Io } from "../io.ts";

/** Below the project's folder. */
export const historyFile = "reports/history.db";

/** Where a run is written down, as `brownout run` and `brownout merge` were called. */
export interface HistoryFlags {
  /** False with --no-history. */
  readonly history: boolean;
  readonly db?: string;
  readonly out: string;
}

/** Runs that are kept elsewhere are not of the project's history, unless a file is named for it. */
export const historyOf = ({ history, db, out }: HistoryFlags, runsRoot: string, cwd: string): string | undefined => {
  if (!history) return undefined;
  return db ?? (resolve(cwd, out) === resolve(cwd, runsRoot) ? historyFile : undefined);
};

/** The files of a history: SQLite keeps what is under way beside it. */
export const databaseFiles = (file: string | undefined): readonly string[] =>
  file === undefined ? [] : ["", "-wal", "-shm", "-journal"].map((ending) => `${file}${ending}`);

/** Adds a run to the history. A run is none the worse if that fails: it is only said. */
export async function remember(
  entry: HistoryRun | string,
  file: string | undefined,
  io: Pick<Io, "cwd" | "err">,
): Promise<void> {
  if (file === undefined || typeof entry === "string") return;
  try {
    using history = await openHistory(resolve(io.cwd, file));
    history.record(entry);
  } catch (error) {
    io.err(`The run was not added to the history. ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
