import type { Estimate } from "../domain/judgement.ts";
import { estimateMean } from "./estimate.ts";

/** How often one task was tried, and how often that came out right. */
export interface TaskCount {
  readonly passed: number;
  readonly trials: number;
}

/** Further k say little that is new, and no task is repeated so often without need. */
const most = 20;

/** The largest k for which every task has enough trials, at most 20; 0 without tasks. */
export const largestK = (tasks: readonly TaskCount[]): number =>
  tasks.length === 0 ? 0 : Math.min(most, ...tasks.map(({ trials }) => trials));

/**
 * The chance that k trials of one task, drawn without putting back, are all right: C(passed, k) ÷ C(trials, k).
 * Its mean over tasks is pass^k. Undefined if the task has fewer than k trials, or k is not a positive whole number.
 * Source: Yao et al., τ-bench (arXiv 2406.12045), section 3.
 */
export function passAll({ passed, trials }: TaskCount, k: number): number | undefined {
  if (!Number.isInteger(k) || k < 1 || trials < k) return undefined;
  let [chosen, all] = [1, 1];
  for (let index = 0; index < k; index += 1) {
    chosen *= Math.max(0, passed - index);
    all *= trials - index;
    // Large counts: the ratio alone stays in range.
    if (all > 1e15) [chosen, all] = [chosen / all, 1];
  }
  return chosen / all;
}

/** pass^k over tasks that have k trials or more, with a bootstrap interval (95 %) over tasks; n = those tasks. */
export function passHatK(tasks: readonly TaskCount[], k: number, seed: string): Estimate | undefined {
  const chances = tasks.flatMap((task) => passAll(task, k) ?? []);
  return estimateMean(chances, `${seed}/pass^${k}`, [0, 1]);
}
