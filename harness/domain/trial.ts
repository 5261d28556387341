import type { Arm } from "./vocabulary.ts";

/** A planned trial: one task, one arm, one repeat, one cell. Pure data; small. */
export interface Trial {
  /** `experiment/task/cell/repeat/arm`, unique in a run and stable between runs. */
  readonly id: string;
  readonly experiment: string;
  readonly task: string;
  readonly bystanders: readonly string[];
  readonly arm: Arm;
  readonly repeat: number;
  readonly cell: number;
  /** The same for both arms of a pair. */
  readonly pair: string;
}

/** One task performed in a trial. The first of a trial is the primary one. */
export const performanceId = (trial: string, task: string): string => `${trial}~${task}`;
