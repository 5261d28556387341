import type { Aggregate, Estimate } from "../domain/judgement.ts";
import { bootstrap } from "./bootstrap.ts";
import { quantile, quantileInterval } from "./quantile.ts";
import type { PairValues } from "./sample.ts";
import { wilson } from "./wilson.ts";

const confidence = 0.95;

/** A figure over plain values; undefined for none. `seed` names the bootstrap. */
export function estimate(aggregate: Aggregate, values: readonly number[], seed: string): Estimate | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  if (aggregate === "proportion") {
    const good = values.reduce((sum, value) => sum + value, 0);
    return { value: good / n, ...wilson(good, n), n, confidence, method: "wilson" };
  }
  const sorted = [...values].sort((a, b) => a - b);
  if (aggregate === "mean") {
    const value = summarise("mean", sorted);
    const alike = sorted[0] === sorted[n - 1];
    const interval = alike ? { low: value, high: value } : bootstrap(n, seed, (drawn) => drawnMean(sorted, drawn));
    return { value, ...interval, n, confidence, method: "bootstrap" };
  }
  const value = summarise(aggregate, sorted);
  const interval =
    aggregate === "max" ? { low: value, high: value } : quantileInterval(sorted, aggregate === "p95" ? 0.95 : 0.5);
  return { value, ...interval, n, confidence, method: "order-statistic" };
}

/**
 * A figure over pairs that may give several values each (one a bystander, one a call). What happens within a pair hangs
 * together, so `n` is the number of pairs: shares and means are those of the pairs' own, and since a pair's share varies
 * no more than a yes or no does, Wilson's interval over pairs is never too narrow.
 */
export function estimatePairs(
  aggregate: Aggregate,
  groups: readonly (readonly number[])[],
  seed: string,
): Estimate | undefined {
  const given = groups.filter((group) => group.length > 0);
  if (aggregate === "proportion" || aggregate === "mean") return estimate(aggregate, given.map(meanOf), seed);
  const pooled = estimate(aggregate, given.flat(), seed);
  if (!pooled || given.every((group) => group.length === 1)) return pooled;
  const drawnFigure = (drawn: Iterable<number>): number =>
    summarise(aggregate, [...drawn].flatMap((index) => given[index] ?? []).sort(ascending));
  const interval = aggregate === "max" ? {} : bootstrap(given.length, seed, drawnFigure);
  return { ...pooled, ...interval, n: given.length, method: aggregate === "max" ? pooled.method : "bootstrap" };
}

/** Treatment ÷ control of the same figure, whole pairs resampled; undefined if the control's figure is 0 or there is none. */
export function estimateRatio(aggregate: Aggregate, pairs: readonly PairValues[], seed: string): Estimate | undefined {
  const n = pairs.length;
  // A mean needs no order, and sorting is what a resample would spend its time on.
  const ordered = (values: number[]): number[] => (aggregate === "mean" ? values : values.sort(ascending));
  const ratio = (indices: Iterable<number>): number => {
    const treatment: number[] = [];
    const control: number[] = [];
    for (const index of indices) {
      const pair = pairs[index];
      if (pair?.treatment) treatment.push(...pair.treatment);
      if (pair?.control) control.push(...pair.control);
    }
    if (treatment.length === 0 || control.length === 0) return Number.NaN;
    return summarise(aggregate, ordered(treatment)) / summarise(aggregate, ordered(control));
  };
  const value = ratio(pairs.keys());
  if (!Number.isFinite(value)) return undefined;
  const alike = pairs.every(
    (pair) => sameList(pair.treatment, pairs[0]?.treatment) && sameList(pair.control, pairs[0]?.control),
  );
  const interval = alike ? { low: value, high: value } : bootstrap(n, seed, ratio);
  return { value, ...interval, n, confidence, method: "bootstrap" };
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const ascending = (a: number, b: number): number => a - b;

function summarise(aggregate: Aggregate, sorted: readonly number[]): number {
  switch (aggregate) {
    case "mean":
    case "proportion":
      return sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    case "max":
      return sorted.at(-1) ?? Number.NaN;
    default:
      return quantile(sorted, aggregate === "p95" ? 0.95 : 0.5);
  }
}

function drawnMean(values: readonly number[], drawn: Uint32Array): number {
  let sum = 0;
  for (const index of drawn) sum += values[index] ?? 0;
  return sum / drawn.length;
}

const sameList = (a: readonly number[] = [], b: readonly number[] = []): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
