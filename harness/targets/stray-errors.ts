import { AsyncLocalStorage } from "node:async_hooks";

/** One performance that errors raised outside its promise can be laid to. */
interface Watched {
  readonly stray: (error: unknown) => void;
}
const storage = new AsyncLocalStorage<Watched>();
const watched = new Set<Watched>();
let installed = false;

/**
 * Node runs these handlers in the async context in which the error arose. Without an owner it cannot be told whose it
 * is, and as it would have ended the process, it ends every performance of the moment.
 */
function onStray(event: "unhandledRejection" | "uncaughtException", error: unknown): void {
  const owner = storage.getStore();
  if (owner)
    owner.stray(error); // of a performance that is over: nobody is told, as nobody waits
  else if (watched.size > 0) for (const each of [...watched]) each.stray(error);
  else if (process.listenerCount(event) === 1) throw error; // ours to report: what Node does without us
}

/**
 * Keeps the process alive when an agent lets go of an error. Stays in place for good: an agent that its trial has left
 * behind may fail at any later time.
 */
export function holdStrayErrors(): void {
  if (installed) return;
  installed = true;
  process.on("unhandledRejection", (error) => onStray("unhandledRejection", error));
  process.on("uncaughtException", (error) => onStray("uncaughtException", error));
}

/** Runs code; `stray` is told of errors that it or anything it started lets go of. */
export async function watchStray<T>(body: () => Promise<T>, stray: (error: unknown) => void): Promise<T> {
  const mine: Watched = { stray };
  watched.add(mine);
  try {
    return await storage.run(mine, body);
  } finally {
    watched.delete(mine);
  }
}
