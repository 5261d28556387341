/**
 * Timers as they were when this module was loaded. Processes and sockets live in real time, and a virtual clock may
 * replace the globals (and those of node:timers) while a trial of another target runs.
 */
const { setTimeout: set, clearTimeout: clear } = globalThis;
const { performance: timer } = globalThis;
const read = timer.now.bind(timer);

export const realNow = (): number => read();

/** Calls back after so many real milliseconds; the returned function calls it off. Keeps the process alive. */
export function after(ms: number, act: () => void): () => void {
  const handle = set(act, ms);
  return () => clear(handle);
}

/** Resolves after so many real milliseconds; rejects with the signal's reason if that aborts first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = after(ms, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    signal.addEventListener("abort", stop, { once: true });
  });
}
