import type { RunReport } from "../domain/judgement.ts";

/** What the process says to whoever started it. */
export const exitCodes = {
  held: 0,
  broken: 1,
  invalid: 2,
  inconclusive: 3,
  aborted: 4,
  cannotRun: 5,
  interrupted: 130,
  terminated: 143,
} as const;

/** Degraded passes: what must hold has held, and the report names what should have. */
export function exitCodeOf(report: RunReport, signal?: NodeJS.Signals): number {
  if (report.ended === "interrupted") return signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  if (report.ended === "aborted") return exitCodes.aborted;
  if (report.ended === "failed" || nothingAtAllRan(report)) return exitCodes.cannotRun;
  return {
    held: exitCodes.held,
    degraded: exitCodes.held,
    inconclusive: exitCodes.inconclusive,
    broken: exitCodes.broken,
  }[report.verdict];
}

const nothingAtAllRan = ({ experiments }: RunReport): boolean =>
  experiments.length > 0 && experiments.every(nothingRan);

/** No control trial could be run: nothing can be said about anything. */
const nothingRan = ({ trials, outcomes }: RunReport["experiments"][number]): boolean =>
  trials.failed > 0 && Object.values(outcomes.control).every((count) => count === 0);
