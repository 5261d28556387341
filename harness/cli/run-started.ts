import type { RunEvent } from "../domain/events.ts";
import { brownoutVersion } from "./version.ts";

/** The first event of every journal. */
export const runStarted = (
  run: string,
  more: { readonly route: "in-process" | "gateway"; readonly command: readonly string[]; readonly trials: number },
): RunEvent => ({
  type: "run-started",
  schema: 1,
  run,
  at: new Date().toISOString(),
  brownout: brownoutVersion(),
  node: process.version,
  ...more,
});
