/** The timer of the platform waits no longer than this, and what is longer not at all. */
const longest = 2 ** 31 - 1;

/** Calls back once, after any time. Disposed of, never. @param ms */
export function longTimer(ms: number, then: () => void): Disposable {
  let timer: NodeJS.Timeout;
  const wait = (left: number): void => {
    timer = setTimeout(() => (left > longest ? wait(left - longest) : then()), Math.min(left, longest));
  };
  wait(ms);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
