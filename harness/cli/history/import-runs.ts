import type { HistoryRun } from "../../domain/history.ts";
import { type History, HistoryError, listRuns, type RunFolder } from "../../store/index.ts";
import { analyseWhole } from "./analyse-whole.ts";

export interface Imported {
  readonly added: number;
  readonly known: number;
  /** `why`: a sentence that names the run. `shown`: what it showed; absent = it cannot be read. */
  readonly left: readonly { readonly run: string; readonly why: string; readonly shown?: HistoryRun }[];
}

/** Adds the runs of a folder that the history does not know yet, the oldest first. What cannot be read is left out, and said. */
export async function importRuns(
  root: string,
  history: History,
  options: { readonly again: boolean; readonly told: (run: RunFolder) => void; readonly signal: AbortSignal },
): Promise<Imported> {
  const known = new Set(options.again ? [] : history.runs().map(({ run }) => run));
  const runs = listRuns(root);
  const fresh = runs.filter(({ id }) => !known.has(id));
  const left: Imported["left"][number][] = [];
  let added = 0;
  for (const run of fresh) {
    options.signal.throwIfAborted();
    options.told(run);
    try {
      const { entry, shown } = await analyseWhole(run.journal);
      if (typeof entry === "string") {
        left.push({ run: run.id, why: `${entry}.`, shown });
        continue;
      }
      history.record(entry);
      added += 1;
    } catch (error) {
      if (error instanceof HistoryError) throw error;
      left.push({ run: run.id, why: error instanceof Error ? error.message : String(error) });
    }
  }
  return { added, known: runs.length - fresh.length, left };
}
