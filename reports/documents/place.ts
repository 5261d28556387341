import { posix } from "node:path";
import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { cleanLine } from "../text/clean.ts";

/** Where something stands in a file; lines and columns from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The line of an experiment that says most of what came of it: the claim that did not hold, else the first fault, else its first line.
 * @param below what relative paths are relative to, as seen from where they are to begin; absent = the same folder.
 */
export function placeOf({ experiment, claims, verdict }: ExperimentResult, below = ""): Place {
  const claim = claims.find((one) => one.verdict === verdict && verdict !== "held");
  const at = claim?.claim.at ?? experiment.cells[0]?.method[0]?.at ?? "";
  const [, file = experiment.file, line = "1", column = "1"] = /^(.*?):(\d+):(\d+)$/.exec(at) ?? [];
  const whole = posix.isAbsolute(file) ? file : posix.join(below, file);
  return { file: cleanLine(whole), line: Math.max(1, Number(line)), column: Math.max(1, Number(column)) };
}
