import { chanceOfAtLeast, chanceOfAtMost } from "./binomial.ts";
import { wilson } from "./wilson.ts";

const most = 100_000;

/**
 * How many more trials, at the present share, would bring the whole Wilson interval to one side of the tolerance;
 * undefined if more than 100,000 would be needed. `n` > 0.
 */
export function neededTrials(good: number, n: number, tolerance: number): number | undefined {
  const share = good / n;
  const decides = (total: number): boolean => {
    const { low, high } = wilson(share * total, total);
    return share >= tolerance ? low >= tolerance : high < tolerance;
  };
  return firstMore(n, decides);
}

/** The greatest chance of error at which a quantile is decided. */
export const errorRate = 0.05;

/** The same for a share that is decided by the exact binomial law; `tolerance` is between 0 and 1. */
export function neededByBinomial(good: number, n: number, tolerance: number): number | undefined {
  const share = good / n;
  const decides = (total: number): boolean => {
    const expected = Math.floor(share * total + 1e-9);
    return share >= tolerance
      ? chanceOfAtLeast(expected, total, tolerance) <= errorRate
      : chanceOfAtMost(expected, total, tolerance) < errorRate;
  };
  return firstMore(n, decides, 10_000);
}

/** More values for a mean whose interval narrows with the root of their number. */
export function neededValues(
  value: number,
  interval: { readonly low: number; readonly high: number },
  n: number,
  tolerance: number,
): number | undefined {
  const distance = Math.abs(value - tolerance);
  if (distance === 0) return undefined;
  const half = Math.max(interval.high - value, value - interval.low);
  const total = Math.ceil(n * (half / distance) ** 2);
  return total > most ? undefined : Math.max(1, total - n);
}

function firstMore(n: number, decides: (total: number) => boolean, limit = most): number | undefined {
  let high = n + 1;
  while (!decides(high)) {
    high *= 2;
    if (high > limit) return undefined;
  }
  let low = n;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (decides(middle)) high = middle;
    else low = middle;
  }
  return high - n;
}
