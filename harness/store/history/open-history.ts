import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { HistoryRun } from "../../domain/history.ts";
import { HistoryError } from "./history-error.ts";
import { applicationId, migrations } from "./migrations.ts";
import { readRuns } from "./read-runs.ts";
import { writeRun } from "./write-run.ts";

/** What is known of all runs: a file that any number of processes may use at once. */
export interface History extends Disposable {
  /** Adds a run, or puts it in the place of what is known of it. Whole or not at all. @throws {HistoryError} */
  record(run: HistoryRun): void;
  /** Oldest first. @throws {HistoryError} */
  runs(): readonly HistoryRun[];
}

/** How long one process waits while another writes, ms. */
const patience = 15_000;

/**
 * Opens the history, making the file and bringing it to this version if need be. What is there is never overwritten.
 * @throws {HistoryError} if it is damaged, of a later version, of another program, or cannot be opened; with `existing` also if it is not there.
 */
export async function openHistory(file: string, { existing = false } = {}): Promise<History> {
  if (existing && !existsSync(file))
    throw new HistoryError(
      `There is no history at ${file}. It begins with the next "brownout run", or with the runs that are there: brownout history import`,
    );
  // Most commands never open it.
  const sqlite = await import("node:sqlite");
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    database = new sqlite.DatabaseSync(file, { timeout: patience });
    prepare(database, file);
  } catch (error) {
    database?.close();
    throw told(error, file, "open");
  }
  const open = database;
  return {
    record: (run) => guarded(file, "write to", () => inTransaction(open, "IMMEDIATE", () => writeRun(open, run))),
    runs: () => guarded(file, "read", () => readRuns(open)),
    [Symbol.dispose]: () => open.close(),
  };
}

function prepare(database: DatabaseSync, file: string): void {
  database.exec("PRAGMA foreign_keys = ON");
  if (pragma(database, "quick_check") !== "ok") throw new HistoryError(damaged(file));
  // One look: another process may be making it between two.
  if (inTransaction(database, "DEFERRED", () => versionOf(database, file)) === migrations.length) return;
  inTransaction(database, "IMMEDIATE", () => {
    // Another process may have been quicker.
    for (const migration of migrations.slice(versionOf(database, file))) database.exec(migration);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
  });
}

function versionOf(database: DatabaseSync, file: string): number {
  const version = Number(pragma(database, "user_version"));
  const id = Number(pragma(database, "application_id"));
  const empty = Object.values(database.prepare("SELECT count(*) FROM sqlite_schema").get() ?? {})[0] === 0;
  if (!empty && id !== applicationId)
    throw new HistoryError(
      `Cannot use ${file} as a history: it is the database of another program. Name another file with --db.`,
    );
  if (version > migrations.length)
    throw new HistoryError(
      `Cannot use the history ${file}: its schema is ${version}, and this version of brownout knows up to ${migrations.length}. Update brownout, or name another file with --db.`,
    );
  return version;
}

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

function inTransaction<T>(database: DatabaseSync, kind: "DEFERRED" | "IMMEDIATE", work: () => T): T {
  database.exec(`BEGIN ${kind}`);
  try {
    const made = work();
    database.exec("COMMIT");
    return made;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function guarded<T>(file: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw told(error, file, what);
  }
}

/** Result codes of SQLite. */
const busy = 5;
const corrupt = 11;
const notADatabase = 26;

function told(error: unknown, file: string, what: string): HistoryError {
  if (error instanceof HistoryError) return error;
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  if (code === corrupt || code === notADatabase) return new HistoryError(damaged(file));
  if (code === busy)
    return new HistoryError(
      `Cannot ${what} the history ${file}: another process has been writing to it for ${patience / 1000} s. Try again when it has ended.`,
    );
  const why = error instanceof Error ? error.message : String(error);
  return new HistoryError(
    `Cannot ${what} the history ${file}: ${why}. Check the file and its folder, or name another with --db.`,
  );
}

const damaged = (file: string): string =>
  `Cannot use the history ${file}: the file is damaged, or is no database. It is left as it is. Restore it, or move it away and begin anew with the runs that are there: brownout history import`;
