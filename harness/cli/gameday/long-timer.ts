import { longestTimer } from "../../domain/longest-timer.ts";

/** Calls back once, after any time. Disposed of, never. @param ms */
export function longTimer(ms: number, then: () => void): Disposable {
  let timer: NodeJS.Timeout;
  const wait = (left: number): void => {
    timer = setTimeout(() => (left > longestTimer ? wait(left - longestTimer) : then()), Math.min(left, longestTimer));
  };
  wait(ms);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
