import type { Aggregate, Estimate } from "../domain/judgement.ts";
import { bootstrapQuantiles, bootstrapSums } from "./bootstrap.ts";
import { type Groups, groupsFrom, meansOf, type PairedGroups } from "./groups.ts";
import { quantile, quantileInterval, quantileRanks } from "./quantile.ts";
import type { PairValues } from "./sample.ts";
import { unseen, wilson } from "./wilson.ts";

const confidence = 0.95;

/** Where values lie: of shares and whatever else has ends. Undefined: anywhere. */
export type Range = readonly [number, number] | undefined;

/** The quantile that an aggregate asks for; undefined: it is none. */
export const quantileOf = (aggregate: Aggregate | "p99"): number | undefined => quantiles.get(aggregate);
const quantiles: ReadonlyMap<string, number> = new Map([
  ["p50", 0.5],
  ["p95", 0.95],
  ["p99", 0.99],
]);

/** A figure over plain values; undefined for none. `seed` names the bootstrap. */
export function estimate(
  aggregate: Aggregate,
  values: ArrayLike<number>,
  seed: string,
  range?: Range,
): Estimate | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  if (aggregate === "proportion") {
    const good = sumOf(values);
    return { value: good / n, ...wilson(good, n), n, confidence, method: "wilson" };
  }
  if (aggregate === "mean") return estimateMean(values, seed, range);
  if (aggregate === "max") {
    let value = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < n; index += 1) value = Math.max(value, values[index] ?? Number.NaN);
    return { value, low: value, high: value, n, confidence, method: "order-statistic" };
  }
  return estimateQuantile(values, quantileOf(aggregate) ?? 0.5);
}

/** The interval's confidence is lower where the sample is too small to bound the quantile at 95 %. */
export const estimateQuantile = (values: ArrayLike<number>, q: number): Estimate | undefined =>
  quantileOfSorted(ascending(values), q);

/** The same of values that are in ascending order. */
export function quantileOfSorted(sorted: Float64Array, q: number): Estimate | undefined {
  const n = sorted.length;
  if (n === 0) return undefined;
  return { value: quantile(sorted, q), ...quantileInterval(sorted, q), n, method: "order-statistic" };
}

/**
 * A mean with its bootstrap interval. Where values have a range, the interval also holds what `n` values cannot rule out: a share of
 * the trials, too rare to have been seen, at the ends of the range. Without one, values that are all alike have no width.
 */
export function estimateMean(values: ArrayLike<number>, seed: string, range?: Range): Estimate | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const sorted = ascending(values);
  const value = meanOf(sorted);
  const alike = sorted[0] === sorted[n - 1];
  const drawn = alike
    ? { low: value, high: value }
    : bootstrapSums([sorted], n, seed, (sums) => (sums[0] ?? Number.NaN) / n);
  const interval = range ? unseen(value, n, range) : drawn;
  return {
    value,
    low: Math.min(drawn.low, interval.low),
    high: Math.max(drawn.high, interval.high),
    n,
    confidence,
    method: "bootstrap",
  };
}

/**
 * A figure over pairs that may give several values each (one a bystander, one a call). What happens within a pair hangs
 * together, so `n` is the number of pairs: shares and means are those of the pairs' own, and since a pair's share varies
 * no more than a yes or no does, Wilson's interval over pairs is never too narrow. No group may be empty.
 */
export function estimatePairs(aggregate: Aggregate, groups: Groups, seed: string, range?: Range): Estimate | undefined {
  if (aggregate === "proportion" || aggregate === "mean") return estimate(aggregate, meansOf(groups), seed, range);
  const pooled = estimate(aggregate, groups.values, seed);
  if (!pooled || groups.single) return pooled;
  const q = quantileOf(aggregate);
  const n = groups.length;
  if (q === undefined) return { ...pooled, n };
  const interval = bootstrapQuantiles([groups], q, seed, ([value]) => value ?? Number.NaN);
  return { ...pooled, ...interval, n, confidence: boundable(n, q), method: "bootstrap" };
}

/** Resamples of few values do not go beyond the largest of them either. */
const boundable = (n: number, q: number): number => quantileRanks(n, q).confidence;

/** Treatment ÷ control of the same figure, whole pairs resampled; undefined if the control's figure is 0 or there is none. */
export function estimateRatio(aggregate: Aggregate, pairs: readonly PairValues[], seed: string): Estimate | undefined {
  const n = pairs.length;
  const [treatment, control] = armsOf(pairs);
  const value = summarise(aggregate, treatment.flat()) / summarise(aggregate, control.flat());
  if (!Number.isFinite(value)) return undefined;
  const alike = pairs.every(
    (pair) => sameList(pair.treatment, pairs[0]?.treatment) && sameList(pair.control, pairs[0]?.control),
  );
  const interval = (): { low: number; high: number } => {
    const q = aggregate === "max" ? 1 : quantileOf(aggregate);
    if (q !== undefined)
      return bootstrapQuantiles(
        [treatment, control].map((arm) => groupsFrom(arm)),
        q,
        seed,
        ([a = NaN, b = NaN]) => a / b,
      );
    const columns = [treatment, control].flatMap((arm) => [
      arm.map((group) => sumOf(group)),
      arm.map((group) => group.length),
    ]);
    return bootstrapSums(columns, n, seed, ([a = NaN, many = 0, b = NaN, others = 0]) => a / many / (b / others));
  };
  return { value, ...(alike ? { low: value, high: value } : interval()), n, confidence, method: "bootstrap" };
}

/**
 * Treatment − control over the pairs that have both, whole pairs resampled: of shares and means the mean of the pairs' own
 * differences, of quantiles the difference of the arms'. Undefined for a maximum, which no resample can go beyond, and for no pair.
 */
export function estimateDifference(
  aggregate: Aggregate,
  { treatment, control }: PairedGroups,
  seed: string,
  range?: Range,
): Estimate | undefined {
  const n = treatment.length;
  if (n === 0 || aggregate === "max") return undefined;
  const q = quantileOf(aggregate);
  if (q === undefined) {
    const width = range && range[1] - range[0];
    const usual = meansOf(control);
    const own = meansOf(treatment).map((mean, index) => mean - (usual[index] ?? Number.NaN));
    return estimateMean(own, seed, width === undefined ? undefined : [-width, width]);
  }
  const of = (arm: Groups): number => summarise(aggregate, arm.values);
  const interval = bootstrapQuantiles([treatment, control], q, seed, ([a = NaN, b = NaN]) => a - b);
  return { value: of(treatment) - of(control), ...interval, n, confidence: boundable(n, q), method: "bootstrap" };
}

const armsOf = (pairs: readonly PairValues[]): [(readonly number[])[], (readonly number[])[]] => [
  pairs.map((pair) => pair.treatment ?? []),
  pairs.map((pair) => pair.control ?? []),
];

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum;
}

export const meanOf = (values: ArrayLike<number>): number => sumOf(values) / values.length;

/** Typed arrays sort numbers by themselves, several times as quickly as by a function. */
export const ascending = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();

function summarise(aggregate: Aggregate, values: ArrayLike<number>): number {
  const sorted = ascending(values);
  const q = aggregate === "max" ? 1 : quantileOf(aggregate);
  return q === undefined ? meanOf(sorted) : quantile(sorted, q);
}

const sameList = (a: readonly number[] = [], b: readonly number[] = []): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
