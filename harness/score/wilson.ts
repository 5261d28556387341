import { z } from "./tail-share.ts";

/**
 * Wilson's score interval (95 %) for a share: `good` of `n`, either may be fractional, n > 0.
 * Source: E. B. Wilson, JASA 22 (1927). It stays inside [0, 1] and holds the true share in 95 % of the cases on average over shares;
 * for a share within about 1/n of an end it may hold it in 84 % only.
 */
export function wilson(good: number, n: number): { readonly low: number; readonly high: number } {
  const share = good / n;
  const spread = (z * z) / n;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (z * Math.sqrt((share * (1 - share)) / n + spread / (4 * n))) / (1 + spread);
  // Rounding must not leave 0 of n or n of n with an end just inside.
  return { low: good <= 0 ? 0 : Math.max(0, middle - half), high: good >= n ? 1 : Math.min(1, middle + half) };
}

/** Wilson's upper bound for the share of what was never seen in `n` trials. */
export const unseenShare = (n: number): number => (z * z) / (n + z * z);

/** How far a mean may lie from `value` if what was never seen lies at an end of the range. For n of n or none of n this is Wilson's interval. */
export function unseen(
  value: number,
  n: number,
  [least, most]: readonly [number, number],
): { readonly low: number; readonly high: number } {
  const share = unseenShare(n);
  return { low: value - share * (value - least), high: value + share * (most - value) };
}
