import { chanceOf } from "./binomial.ts";

/** The smallest value with at least `q` of the sample at or below it. The list is sorted and not empty. */
export const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1))] ?? Number.NaN;

export interface QuantileInterval {
  readonly low: number;
  readonly high: number;
  /** 0.95, or less: how often an interval of the same ranks holds the quantile. */
  readonly confidence: number;
}

/**
 * Distribution-free 95 % interval for a quantile, from the binomial law of how many values lie below it. A sample that is
 * too small to bound an end gives its own lowest or highest value there, and the confidence says how little that is worth:
 * of 20 values the largest is beyond the 95 % point in 64 of 100 samples only.
 */
export function quantileInterval(sorted: readonly number[], q: number): QuantileInterval {
  const n = sorted.length;
  // The interval from rank `low` to rank `high`, counted from 0, holds the quantile if more than `low` and at most `high` values are below.
  let low = 0;
  let high = n - 1;
  let [upToLow, upToHigh] = [chanceOf(0, n, q), 1];
  let below = 0;
  // Seven standard deviations below there is nothing that would count.
  const first = Math.max(0, Math.floor(n * q - 7 * Math.sqrt(n * q * (1 - q)) - 7));
  for (let count = first; count < n; count += 1) {
    below += chanceOf(count, n, q);
    if (below <= 0.025) [low, upToLow] = [count, below];
    if (below >= 0.975 || count === n - 1) {
      [high, upToHigh] = [count, below];
      break;
    }
  }
  const confidence = Math.max(0, Math.min(0.95, upToHigh - upToLow));
  return { low: sorted[low] ?? Number.NaN, high: sorted[high] ?? Number.NaN, confidence };
}
