import type { Arm } from "./vocabulary.ts";

/** A planned trial: one task, one arm, one repeat, one cell. Pure data; small. */
export interface Trial {
  /** `experiment/task/cell/repeat/arm`, unique in a run and stable between runs. */
  readonly id: string;
  readonly experiment: string;
  readonly task: string;
  readonly bystanders: readonly string[];
  /** Performed one after the other once the rest is over and every fault is off; absent = none. */
  readonly afterwards?: readonly string[];
  readonly arm: Arm;
  readonly repeat: number;
  readonly cell: number;
  /** The same for both arms of a pair. */
  readonly pair: string;
}

/** The one trial of a gateway that stands alone, and of a game day: it has no plan, no twin and no end but that of the run. */
export const liveTrial = "live";

/** What a performance is in its trial. */
export type Role = "primary" | "bystander" | "afterwards";

/** One task performed in a trial. The first of a trial is the primary one. */
export const performanceId = (trial: string, task: string): string => `${trial}~${task}`;

const again = "@afterwards";

/** The name of a task that is asked afterwards, since the same one may have been asked before. */
export const afterwardsId = (task: string): string => `${task}${again}`;

export const isAskedAfterwards = (task: string): boolean => task.endsWith(again);

/** As the task is called in its file. */
export const writtenId = (task: string): string => (isAskedAfterwards(task) ? task.slice(0, -again.length) : task);
