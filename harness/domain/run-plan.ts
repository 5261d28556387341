import type { FailureMode, RiskDimension } from "./vocabulary.ts";

/** Which part of a run's pairs is run here: the i-th of n, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** What a run was asked to do, so that it can be gone on with and put together from parts. No machine paths, no secrets. */
export interface RunPlan {
  /** SHA-256 (16 hex digits) over the experiments below: equal for all shards of a run, on any machine. */
  readonly digest: string;
  readonly experiments: readonly PlannedExperiment[];
  readonly shard?: Shard;
}

export interface PlannedExperiment {
  readonly id: string;
  /** In all shards together. */
  readonly trials: number;
  /** SHA-256 (16 hex digits) of each part that decides what its trials do and how they are judged: `tasks`, `method`, `seed`, … */
  readonly parts: Readonly<Record<string, string>>;
}

/** How `brownout run` or `brownout gate` was called, as far as it is needed to go on. Paths are as they were given. */
export interface RunSettings {
  readonly paths: readonly string[];
  readonly targets?: readonly string[];
  readonly repeats?: number;
  readonly seed?: string;
  readonly tags?: readonly string[];
  readonly dimensions?: readonly RiskDimension[];
  readonly failureModes?: readonly FailureMode[];
  readonly dependencies?: readonly string[];
  /** A revision of git. */
  readonly changedSince?: string;
  /** What of that nobody could place, so that more was run than the change may concern. */
  readonly unplaced?: UnplacedChange;
  /** It chose some of the experiments that were asked for. */
  readonly narrowed?: NarrowedRun;
  readonly only?: string;
  readonly concurrency: number;
  /** Agents that are programs, at once at the most; absent = as many as trials. */
  readonly programs?: number;
  readonly port?: number;
  readonly haltFile?: string;
  /** Of a gate that runs in rounds: SHA-256 (16 hex digits) of the policy that says when it is enough. */
  readonly rounds?: string;
}

/** A run of the experiments that a change concerns. */
export interface NarrowedRun {
  readonly experiments: number;
  readonly of: number;
}

/** Changed files of which nobody can say what rests on them. */
export interface UnplacedChange {
  /** Experiments that are run for them alone, of so many that were asked for. */
  readonly experiments: number;
  readonly of: number;
  /** How many files there are, and the first of them as they are shown. */
  readonly count: number;
  readonly files: readonly string[];
  /** One of them is not known to git. */
  readonly fresh: boolean;
}
