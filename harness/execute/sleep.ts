/** A cancellable wait on any pair of timer functions. */
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
    const timer = set(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
