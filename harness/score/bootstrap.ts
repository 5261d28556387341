import { chance } from "../domain/chance.ts";
import type { Groups } from "./groups.ts";
import { tailShare } from "./tail-share.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const resamples = 1000;
/** Draws in all for quantiles, so that the largest runs cost no more than a fraction of a second a figure. */
const budget = 1_000_000;
/** Sums over more than twice as many pairs are resampled by blocks of pairs. */
const blocks = 250;

/**
 * Percentile bootstrap interval (95 %) of a figure that is made from sums over pairs: means, their differences and ratios.
 * Whole pairs are drawn, so what belongs together stays together. `columns` have one number for each pair; `figure` gets the sums
 * of what was drawn. Many pairs are first shuffled into 250 blocks and blocks are drawn, which spreads a sum as much. The same seed
 * gives the same interval. A resample without a figure (a control mean of 0) is left out.
 */
export function bootstrapSums(
  columns: readonly ArrayLike<number>[],
  n: number,
  seed: string,
  figure: (sums: Float64Array) => number,
): Interval {
  const draw = drawer(seed);
  const rows = n > 2 * blocks ? blocks : n;
  const width = columns.length;
  const table = new Float64Array(rows * width);
  const place = rows === n ? undefined : shuffled(n, draw);
  for (let index = 0; index < n; index += 1) {
    const row = place ? (place[index] ?? 0) % rows : index;
    for (let at = 0; at < width; at += 1)
      table[row * width + at] = (table[row * width + at] ?? 0) + (columns[at]?.[index] ?? 0);
  }
  const sums = new Float64Array(width);
  const values = new Float64Array(resamples);
  let found = 0;
  for (let sample = 0; sample < resamples; sample += 1) {
    if (width === 1) {
      let sum = 0;
      for (let drawn = 0; drawn < rows; drawn += 1) sum += table[draw(rows)] ?? 0;
      sums[0] = sum;
    } else {
      sums.fill(0);
      for (let drawn = 0; drawn < rows; drawn += 1) {
        const row = draw(rows) * width;
        for (let at = 0; at < width; at += 1) sums[at] = (sums[at] ?? 0) + (table[row + at] ?? 0);
      }
    }
    const value = figure(sums);
    if (!Number.isFinite(value)) continue;
    values[found] = value;
    found += 1;
  }
  return percentiles(values.subarray(0, found), tailShare(n));
}

/**
 * The same for figures that are made from the q-quantile of each arm. `arms` are as long as each other: the pair at an index
 * is drawn as a whole. `figure` gets one quantile for each arm, NaN where nothing was drawn.
 */
export function bootstrapQuantiles(
  arms: readonly Groups[],
  q: number,
  seed: string,
  figure: (quantiles: readonly number[]) => number,
): Interval {
  const n = arms[0]?.length ?? 0;
  const draw = drawer(seed);
  const count = Math.max(200, Math.min(resamples, Math.floor(budget / Math.max(1, n))));
  const ranked = arms.map((arm) => rank(arm, q));
  const drawn = new Uint32Array(n);
  const values = new Float64Array(count);
  let found = 0;
  for (let sample = 0; sample < count; sample += 1) {
    for (let index = 0; index < n; index += 1) drawn[index] = draw(n);
    const value = figure(ranked.map((arm) => arm.quantile(drawn)));
    if (!Number.isFinite(value)) continue;
    values[found] = value;
    found += 1;
  }
  return percentiles(values.subarray(0, found), 0.025);
}

/** Sorts once, so that a resample only counts. */
function rank({ values, ends, single }: Groups, q: number): { quantile(drawn: Uint32Array): number } {
  const sorted = Float64Array.from(new Set(values)).sort();
  const ranks = new Map([...sorted].map((value, index) => [value, index]));
  const places = Uint32Array.from(values, (value) => ranks.get(value) ?? 0);
  const counts = new Uint32Array(sorted.length);
  /** Counts what is at `least` or above it; the number of all that was drawn. */
  const count = (drawn: Uint32Array, least: number): number => {
    counts.fill(0, least);
    if (single) {
      for (let at = 0; at < drawn.length; at += 1) {
        const place = places[drawn[at] ?? 0] ?? 0;
        if (place >= least) counts[place] = (counts[place] ?? 0) + 1;
      }
      return drawn.length;
    }
    let total = 0;
    for (let at = 0; at < drawn.length; at += 1) {
      const index = drawn[at] ?? 0;
      const from = index === 0 ? 0 : (ends[index - 1] ?? 0);
      const to = ends[index] ?? 0;
      for (let one = from; one < to; one += 1) {
        const place = places[one] ?? 0;
        if (place >= least) counts[place] = (counts[place] ?? 0) + 1;
      }
      total += to - from;
    }
    return total;
  };
  // From the top, since mostly high quantiles are asked for: what lies below twice as many values is hardly ever come to.
  const likely = rankFromTop(places, counts, 2 * (1 - q) * values.length + few);
  return {
    quantile(drawn) {
      for (const least of likely === 0 ? [0] : [likely, 0]) {
        const total = count(drawn, least);
        let above = total - Math.max(1, Math.ceil(q * total - 1e-9));
        for (let place = counts.length - 1; place >= least && total > 0; place -= 1) {
          above -= counts[place] ?? 0;
          if (above < 0) return sorted[place] ?? Number.NaN;
        }
      }
      return Number.NaN;
    },
  };
}
const few = 10;

/** The highest rank with so many values at it and above it; 0 if there are not as many. */
function rankFromTop(places: Uint32Array, counts: Uint32Array, wanted: number): number {
  counts.fill(0);
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  let above = 0;
  for (let place = counts.length - 1; place > 0; place -= 1) {
    above += counts[place] ?? 0;
    if (above >= wanted) return place;
  }
  return 0;
}

function percentiles(values: Float64Array, tail: number): Interval {
  values.sort();
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
  return { low: at(tail), high: at(1 - tail) };
}

function shuffled(n: number, draw: Draw): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  for (let index = n - 1; index > 0; index -= 1) {
    const other = draw(index + 1);
    const kept = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** A whole number from 0 to below `n`. */
type Draw = (n: number) => number;

/** A quick generator started from a named seed; millions of draws by `seedrandom` itself would take seconds. */
function drawer(seed: string): Draw {
  // In an array of its own the state is a plain word: a captured variable above 2^30 is a new object at every draw.
  const state = Int32Array.of(Math.floor(chance(seed)() * 2 ** 32));
  // Mulberry32 (public domain): full period of 2^32, good enough for resampling.
  return (n) => {
    const now = ((state[0] ?? 0) + 0x6d2b79f5) | 0;
    state[0] = now;
    let mixed = Math.imul(now ^ (now >>> 15), now | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}
