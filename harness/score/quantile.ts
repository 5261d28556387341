import { chanceOf } from "./binomial.ts";

/** The smallest value with at least `q` of the sample at or below it. The list is sorted and not empty. */
export const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1))] ?? Number.NaN;

/**
 * Distribution-free 95 % interval for a quantile, from the binomial law of how many values lie below it. A sample that is
 * too small to bound an end gives its own lowest or highest value there: the end is then known only to be no nearer.
 */
export function quantileInterval(
  sorted: readonly number[],
  q: number,
): { readonly low: number; readonly high: number } {
  const n = sorted.length;
  let low = 0;
  let high = n - 1;
  let below = 0;
  for (let count = 0; count <= n; count += 1) {
    below += chanceOf(count, n, q);
    if (below <= 0.025) low = Math.min(n - 1, count);
    if (below >= 0.975) {
      high = Math.min(n - 1, count);
      break;
    }
  }
  return { low: sorted[Math.min(low, high)] ?? Number.NaN, high: sorted[high] ?? Number.NaN };
}
