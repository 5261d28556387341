import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { HistoryRun } from "../../domain/history.ts";
import { openHistory } from "../../store/index.ts";
import type { Io } from "../io.ts";

/** The runs that the page of a run looks back on, itself the last. A part of a run is held against nothing. */
export async function lookingBack(
  entry: HistoryRun | string,
  file: string | undefined,
  io: Pick<Io, "cwd">,
): Promise<readonly HistoryRun[]> {
  if (typeof entry === "string") return [];
  return [...(await earlierRuns(file, io)).filter(({ run }) => run !== entry.run), entry];
}

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
