import { longestTimer } from "../domain/longest-timer.ts";

/** A cancellable wait of any length on any pair of timer functions. */
export function sleepOn<T>(
  set: (callback: () => void, ms: number) => T,
  clear: (timer: T) => void,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clear(timer);
      reject(signal?.reason);
    };
    const over = (): void => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    };
    const wait = (left: number): T =>
      left > longestTimer
        ? set(() => {
            timer = wait(left - longestTimer);
          }, longestTimer)
        : set(over, left);
    let timer = wait(ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
