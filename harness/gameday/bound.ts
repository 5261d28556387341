import { formatDuration } from "../domain/duration.ts";
import type { LiveBound, LiveMetric } from "../domain/live-bound.ts";
import type { Histogram } from "./histogram.ts";
import type { Counts } from "./sliding-window.ts";

const quantiles: Readonly<Partial<Record<LiveMetric, number>>> = {
  "latency-p50": 0.5,
  "latency-p95": 0.95,
  "latency-p99": 0.99,
};

/** What a metric is in a window. `value` is absent, and `n` says of how many, where nothing can be said. */
export interface Reading {
  readonly value?: number;
  readonly n: number;
}

/** `n` is what `min` is compared with: calls or answers; of latencies those that were measured. */
export function readMetric(metric: LiveMetric, counts: Counts, latencies: Histogram): Reading {
  const { n } = counts;
  const quantile = quantiles[metric];
  if (quantile !== undefined) {
    const value = latencies.quantile(quantile);
    return { n: latencies.n, ...(value === undefined ? {} : { value }) };
  }
  if (n === 0) return { n };
  switch (metric) {
    case "error-rate":
      return { n, value: counts.errors / n };
    case "wrong-answer-rate":
      return { n, value: counts.wrong / n };
    case "retry-rate":
      return { n, value: counts.retries / n };
    case "tokens":
      return { n, value: counts.tokens };
    default:
      return { n, value: counts.forbidden };
  }
}

/** `error-rate of orders at most 0.2 over 10s`: unique among the bounds that differ. */
export const boundName = ({ metric, dependency, atMost, over }: LiveBound): string =>
  `${metric}${dependency === undefined ? "" : ` of ${dependency}`} at most ${metric.startsWith("latency") ? formatDuration(atMost) : atMost} over ${formatDuration(over)}`;

/** These sum up, so that enough of them is enough however few observations there are. */
const sums: ReadonlySet<LiveMetric> = new Set(["tokens", "forbidden-effects"]);

/** Undefined = cannot tell. A sum that is above its bound is so at any number of observations. */
export function decide({ metric, atMost, min }: LiveBound, { value, n }: Reading): boolean | undefined {
  if (value === undefined) return undefined;
  if (sums.has(metric) && value > atMost) return false;
  return n < min ? undefined : value <= atMost;
}
