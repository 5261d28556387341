import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { HistoryRun } from "../../domain/history.ts";
import { openHistory } from "../../store/index.ts";
import type { Io } from "../io.ts";

/** What the history knows, oldest first; nothing where there is none, or none that can be read: a page is none the worse for it. */
export async function earlierRuns(file: string | undefined, io: Pick<Io, "cwd">): Promise<readonly HistoryRun[]> {
  if (file === undefined || !existsSync(resolve(io.cwd, file))) return [];
  try {
    using history = await openHistory(resolve(io.cwd, file), { existing: true });
    return history.runs();
  } catch {
    return [];
  }
}
