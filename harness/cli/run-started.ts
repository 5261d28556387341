import type { RunEvent } from "../domain/events.ts";
import { brownoutVersion } from "./version.ts";

type RunStarted = Extract<RunEvent, { type: "run-started" }>;

/** The first event of every journal, and of each time that a run is gone on with. */
export const runStarted = (
  run: string,
  more: Pick<RunStarted, "route" | "command" | "trials"> & Partial<Pick<RunStarted, "plan" | "settings" | "merged">>,
): RunStarted => ({
  type: "run-started",
  schema: 1,
  run,
  at: new Date().toISOString(),
  brownout: brownoutVersion(),
  node: process.version,
  ...more,
});
