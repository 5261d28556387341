import { chanceOf } from "../binomial.ts";

/**
 * Fisher's exact test, two-sided by doubling: the chance, if both have the same rate, of a difference as great as that between
 * `k0` of `n0` and `k1` of `n1`. Given the total every rate gives the same law, the hypergeometric one, so that the rate need not be known.
 */
export function fisher(k0: number, n0: number, k1: number, n1: number): number {
  const total = k0 + k1;
  const all = n0 + n1;
  if (n0 === 0 || n1 === 0 || total === 0 || total === all) return 1;
  const least = Math.max(0, total - n0);
  const most = Math.min(n1, total);
  // The binomial laws of both, given their sum: any rate will do, and this one keeps the terms large.
  const rate = total / all;
  const both = chanceOf(total, all, rate);
  const chance = (k: number): number => (chanceOf(k, n1, rate) * chanceOf(total - k, n0, rate)) / both;
  const up = k1 * n0 >= k0 * n1;
  let tail = 0;
  for (let k = k1; up ? k <= most : k >= least; k += up ? 1 : -1) {
    const term = chance(k);
    tail += term;
    if (term < tail * 1e-12) break;
  }
  return Math.min(1, 2 * tail);
}
