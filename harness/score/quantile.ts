import { chanceOf } from "./binomial.ts";

/** The smallest value with at least `q` of the sample at or below it. The list is sorted and not empty. */
export const quantile = (sorted: ArrayLike<number>, q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1))] ?? Number.NaN;

/**
 * Ranks, counted from 0, between which the quantile of the population lies, from the binomial law of how many of `n` > 0 values lie
 * below it: free of any assumption about their distribution. Few values cannot bound a high quantile: their largest stands there, and
 * the confidence, 0.95 otherwise, says how often that is enough: of 20 values the largest is below the 95 % point in 36 of 100 samples.
 */
export function quantileRanks(
  n: number,
  q: number,
): { readonly low: number; readonly high: number; readonly confidence: number } {
  // The interval from rank `low` to rank `high` holds the quantile if more than `low` and at most `high` values are below.
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
  return { low, high, confidence: Math.max(0, Math.min(0.95, upToHigh - upToLow)) };
}

/** The values of a sorted list, not empty, at those ranks. */
export function quantileInterval(
  sorted: ArrayLike<number>,
  q: number,
): { readonly low: number; readonly high: number; readonly confidence: number } {
  const { low, high, confidence } = quantileRanks(sorted.length, q);
  return { low: sorted[low] ?? Number.NaN, high: sorted[high] ?? Number.NaN, confidence };
}
