import type { RunEvent } from "../../domain/events.ts";
import type { Reporter } from "../../domain/ports.ts";
import { openJournal } from "../../store/index.ts";

/** A journal that is written before anybody is told. */
export interface RunJournal {
  readonly file: string;
  readonly emit: (event: RunEvent) => void;
  /** Aborts when the journal cannot be written: then nothing more may happen. */
  readonly broken: AbortSignal;
  /** A trial has begun, or could not. */
  begun(): boolean;
  /** Idempotent. */
  close(): void;
}

export function openRunJournal(folder: string, live: Reporter): RunJournal {
  const journal = openJournal(folder);
  const broken = new AbortController();
  let begun = false;
  return {
    file: journal.file,
    broken: broken.signal,
    begun: () => begun,
    emit(event) {
      if (broken.signal.aborted) return;
      try {
        journal.append(event);
      } catch (error) {
        broken.abort(error);
        return;
      }
      begun ||= event.type === "trial-started" || event.type === "trial-failed";
      live.onEvent(event);
    },
    close: () => journal.close(),
  };
}
