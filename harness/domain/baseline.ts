import type { Severity } from "./judgement.ts";
import type { Verdict } from "./vocabulary.ts";

/** A committed scorecard of an earlier run: small, sorted, to be read in a diff. */
export interface Baseline {
  readonly schema: 1;
  /** The run that was accepted, and the version that ran it. */
  readonly run: string;
  readonly brownout: string;
  /** Of the whole run, by probe. */
  readonly scores: Readonly<Record<string, BaselineFigure>>;
  readonly experiments: Readonly<Record<string, BaselineExperiment>>;
}

export interface BaselineFigure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** A share that is 0 or 1 in every pair also keeps each of them, so that the same pairs can be compared later. */
export interface BaselineScore extends BaselineFigure {
  /** By task (and cell), a sign for each repeat in order: `1101`, with `.` where there was none; or the sign that all have. */
  readonly pairs?: "0" | "1" | Readonly<Record<string, string>>;
}

export interface BaselineFinding {
  readonly severity: Severity;
  /** Pairs that show it. */
  readonly count: number;
  /** Told under another finding that explains it. */
  readonly symptom?: true;
}

export interface BaselineExperiment {
  readonly target: { readonly name: string; readonly fingerprint: string };
  /** Fingerprint of what is asked: tasks, bystanders, faults, deadline. */
  readonly asked: string;
  readonly tasks: readonly string[];
  readonly seed: string;
  readonly repeats: number;
  readonly verdict: Verdict;
  /** Pairs in which the fault fired. */
  readonly pairs: number;
  readonly findings: Readonly<Record<string, BaselineFinding>>;
  readonly scores: Readonly<Record<string, BaselineScore>>;
}

/** What one score was in each pair of an experiment. */
export interface PairFigure {
  readonly experiment: string;
  readonly probe: string;
  readonly pairs: readonly {
    /** Task, and cell where there are several. */
    readonly of: string;
    readonly repeat: number;
    readonly treatment: number;
    /** Absent: the control arm has no value. */
    readonly control?: number;
  }[];
}
