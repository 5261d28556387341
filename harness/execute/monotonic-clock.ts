import type { Clock } from "../domain/clock.ts";
import { sleepOn } from "./sleep.ts";

const passed = performance.now.bind(performance);
const set = setTimeout;
const clear = clearTimeout;

/** The machine's time from now on, whatever its date is set to meanwhile: a clock that jumps prolongs and shortens nothing. */
export function monotonicClock(startedAt: number = Date.now()): Clock {
  const from = passed();
  return {
    kind: "real",
    now: () => startedAt + (passed() - from),
    sleep: (ms, signal) => sleepOn(set, clear, ms, signal),
  };
}
