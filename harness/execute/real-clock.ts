import type { Clock } from "../domain/clock.ts";
import { sleepOn } from "./sleep.ts";

// Taken at load, so that they stay real while a virtual clock has replaced the globals.
const set = setTimeout;
const clear = clearTimeout;
const now = Date.now;

/** The machine's own time. */
export const realClock: Clock = {
  kind: "real",
  now: () => now(),
  sleep: (ms, signal) => sleepOn(set, clear, ms, signal),
};
