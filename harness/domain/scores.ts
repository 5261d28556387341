import type { Estimate } from "./judgement.ts";
import type { Boundary, Outcome } from "./vocabulary.ts";

/** Scores rest on pairs in which a fault fired: a treatment trial beside its control twin. */

/** One probe's figure in both arms. */
export interface Score {
  readonly probe: string;
  readonly treatment?: Estimate;
  readonly control?: Estimate;
  /** Treatment − control over the pairs that have both, in the probe's unit; whole pairs are resampled. */
  readonly difference?: Estimate;
}

export const latencyQuantiles = ["p50", "p95", "p99"] as const;

/** How long the primary task's user waited, ms; what crashed or hung waited for the deadline. */
export interface LatencyScore {
  readonly quantile: (typeof latencyQuantiles)[number];
  readonly treatment?: Estimate;
  readonly control?: Estimate;
}

/** The chance that k trials of the same task all come out correct, as tau-bench defines it: the mean over tasks of C(c, k) ÷ C(n, k). */
export interface PassScore {
  readonly k: number;
  /** n = tasks: tasks are resampled. */
  readonly treatment?: Estimate;
  readonly control?: Estimate;
}

/** What an experiment and a scope have in common. */
export interface Scoring {
  readonly scores: readonly Score[];
  readonly latency: readonly LatencyScore[];
  /** k = 1 to the number of trials that every task has, at most 20. */
  readonly passK: readonly PassScore[];
  /** Median time from the end of the fault to the first good call again, ms; absent where no pair shows it. */
  readonly recovery?: Estimate;
}

export const scopeKinds = ["run", "failure-mode", "dimension", "dependency"] as const;

/** The scores of all that belongs together in a run. */
export interface ScopeScores extends Scoring {
  readonly kind: (typeof scopeKinds)[number];
  /** `run`, a failure mode, a risk dimension, or the name of a dependency at which faults fired. */
  readonly name: string;
  /** Their ids. */
  readonly experiments: readonly string[];
  /** Analysed pairs; for a dependency those in which a fault fired at it. */
  readonly pairs: number;
  /** Of the primary tasks of these pairs. */
  readonly outcomes: {
    readonly control: Readonly<Record<Outcome, number>>;
    readonly treatment: Readonly<Record<Outcome, number>>;
  };
}

/** What becomes of tasks when one dependency of a system map is away, and nothing else. */
export interface SinglePoint {
  /** The target's name. */
  readonly target: string;
  readonly dependency: string;
  readonly boundary: Boundary;
  /** `fails-tasks`: a single point of failure. `survived`: every task that lost it was still served. `untested`: nothing took it away throughout. */
  readonly standing: "fails-tasks" | "survived" | "untested";
  /** One sentence with its numbers. */
  readonly reason: string;
  /** The experiments that took it away. */
  readonly experiments: readonly string[];
  /** Tasks that use it and were right with it. */
  readonly tasks: number;
  /** Those of them that failed without it at least once: neither correct nor an honest part of the answer. */
  readonly failing: readonly string[];
  /** Share of the tasks that fail, each by the share of its trials; n = tasks. */
  readonly failed?: Estimate;
  readonly pairs: number;
  /** How the tasks ended without it. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
}
