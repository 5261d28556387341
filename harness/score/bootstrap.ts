import { chance } from "../domain/chance.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const resamples = 1000;
/** Draws in all, so that the largest runs cost no more than a fraction of a second a figure. */
const budget = 1_000_000;

/**
 * Percentile bootstrap interval (95 %) of a statistic over pairs: whole pairs are drawn, so what belongs together stays
 * together. The statistic gets the drawn indices. The same seed gives the same interval. A resample without a figure (a control mean of 0) is left out.
 */
export function bootstrap(n: number, seed: string, statistic: (drawn: Uint32Array) => number): Interval {
  const next = numbers(seed);
  const count = Math.max(200, Math.min(resamples, Math.floor(budget / n)));
  const drawn = new Uint32Array(n);
  const values: number[] = [];
  for (let sample = 0; sample < count; sample += 1) {
    for (let index = 0; index < n; index += 1) drawn[index] = Math.floor(next() * n);
    const value = statistic(drawn);
    if (Number.isFinite(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}

/** A quick generator started from a named seed; millions of draws by `seedrandom` itself would take seconds. */
function numbers(seed: string): () => number {
  const named = chance(seed);
  let state = Math.floor(named() * 2 ** 32) >>> 0;
  // Mulberry32 (public domain): full period of 2³², good enough for resampling.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
