import type { Probe } from "../../harness/domain/judgement.ts";

export type Unit = Probe["unit"];

/** Scores carry a probe's name and no unit. The shipped probes, as documents show them: worth and amplification too. */
const shipped: Readonly<Record<string, Unit>> = {
  "answer-correctness": "share",
  "backoff-ratio": "ratio",
  "completion-rate": "share",
  cost: "count",
  "crash-rate": "share",
  "disclosure-rate": "share",
  "duplicate-effects": "count",
  "escalation-rate": "share",
  "fault-isolation": "share",
  "harmful-rate": "share",
  "hung-rate": "share",
  "max-attempts": "count",
  "model-calls": "count",
  "retry-after-honoured": "share",
  "retry-amplification": "ratio",
  "silent-wrong-rate": "share",
  slowdown: "ratio",
  spill: "ratio",
  "time-to-answer": "ms",
  "time-to-first-token": "ms",
  tokens: "tokens",
  "tool-calls": "count",
  // A mean worth between 0 and 1, which reads as what is left of the whole.
  "utility-retained": "share",
  "wrong-rate": "share",
};

/** Detectors of mitigations, claimed as probes: the share of what called for one that has it. */
const mitigations: ReadonlySet<string> = new Set([
  "alarm",
  "trace-coverage",
  "answer-truth",
  "backoff",
  "bounded-retry",
  "budget",
  "caching",
  "check-before-effect",
  "circuit-breaker",
  "containment",
  "deadline-propagation",
  "degradation-honesty",
  "fail-closed",
  "fallback",
  "handoff-fidelity",
  "human-escalation",
  "idempotency",
  "jitter",
  "latency-slo",
  "loop-detection",
  "observability",
  "parallelism",
  "permission-parity",
  "priority-queue",
  "recovery",
  "relevance-gate",
  "schema-gate",
  "semantic-gate",
  "streaming-scan",
  "timeout",
]);

/** For probes of the user's own: by what their name ends in. */
const byName: readonly (readonly [RegExp, Unit])[] = [
  [/ratio$|amplification$/, "ratio"],
  [/ms$|latency$|duration$|^time-to-/, "ms"],
  [/tokens$/, "tokens"],
  [/rate$|share$|correctness$/, "share"],
];

export const unitOf = (probe: string): Unit =>
  shipped[probe] ??
  (mitigations.has(probe) ? "share" : undefined) ??
  byName.find(([pattern]) => pattern.test(probe))?.[1] ??
  "count";
