/** What is measured all the time, of the agent's answers or of one dependency's calls. Rates are shares, latencies are ms. */
export const liveMetrics = [
  "error-rate",
  "latency-p50",
  "latency-p95",
  "latency-p99",
  "wrong-answer-rate",
  "retry-rate",
  "tokens",
  "forbidden-effects",
] as const;
export type LiveMetric = (typeof liveMetrics)[number];

/** Counted over the calls of all dependencies where none is named; the others are of the agent's answers then. */
export const metricsOfCalls: ReadonlySet<LiveMetric> = new Set(["retry-rate", "tokens"]);

/** A bound on a live metric over a sliding window. Below `min` observations it cannot tell, and says so. */
export interface LiveBound {
  readonly metric: LiveMetric;
  /** Absent = the agent's answers. */
  readonly dependency?: string;
  readonly atMost: number;
  /** Milliseconds. */
  readonly over: number;
  readonly min: number;
  /** `file:line:column` */
  readonly at: string;
}
