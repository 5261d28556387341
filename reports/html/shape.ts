import type { StepChange } from "../../harness/domain/align.ts";
import type { Boundary, Outcome } from "../../harness/domain/vocabulary.ts";

/** What the page carries of single trials. Texts are cleaned and shortened; times are ms of the trial. */
export interface PairDetail {
  /** Trial ids. */
  readonly treatment: string;
  readonly control: string;
  readonly experiment: string;
  readonly task: string;
  /** What the user says, the last turn last. */
  readonly asked: readonly string[];
  readonly here: ArmDetail;
  readonly usual: ArmDetail;
  readonly steps: readonly StepDetail[];
  /** Calls in the middle of a long trial that are left out, and the step that stands behind them. */
  readonly cut?: { readonly before: number; readonly count: number };
  /** Places in `steps`. */
  readonly parted?: number;
  readonly rejoined?: number;
  /** Why the traces part, or that they do not. */
  readonly parting: string;
  readonly shown: readonly SignDetail[];
  readonly bystanders: readonly OtherTask[];
  /** Asked when the faults were off again. */
  readonly afterwards: readonly OtherTask[];
  readonly escaped: readonly string[];
  readonly restarts: readonly string[];
}

interface OtherTask {
  readonly task: string;
  readonly here: Outcome;
  readonly usual?: Outcome;
  readonly reasons: readonly string[];
}

export interface SignDetail {
  readonly code: string;
  /** Place in `steps`. */
  readonly step?: number;
  readonly detail: string;
}

export interface ArmDetail {
  readonly outcome: Outcome;
  readonly silent: boolean;
  readonly disclosed: boolean;
  /** Why the outcome counts for nothing. */
  readonly undecided?: string;
  readonly reasons: readonly string[];
  readonly end: string;
  /** Absent: the journal ends before the task did. */
  readonly t?: number;
  readonly turns: readonly { readonly prompt: string; readonly answer: string }[];
  readonly answer?: string;
  readonly error?: string;
  readonly effects: readonly string[];
  readonly grades: readonly string[];
  /** Path of a picture of the page, in the run's folder. */
  readonly screenshot?: string;
}

export interface StepDetail {
  /** Of another task than the primary one; absent for the primary task. */
  readonly task?: string;
  readonly address: string;
  readonly boundary: Boundary;
  readonly change: StepChange;
  readonly here?: CallDetail;
  readonly usual?: CallDetail;
}

export interface CallDetail {
  readonly from: number;
  /** Absent: it has no end on record. */
  readonly to?: number;
  readonly result: string;
  readonly good: boolean;
  /** Left out in control where it is the same. */
  readonly request?: string;
  readonly reply?: string;
  readonly faults: readonly { readonly t: number; readonly fault: string; readonly note: string }[];
}

/** One line of the list of pairs. Numbers are places in the lists of `PairTable`. */
export type PairRow = readonly [
  experiment: number,
  /** The trial's id without the experiment's and the arm: `refund-window/3`; behind a slash the whole id. */
  name: string,
  here: number,
  usual: number,
  /** 1 exposed · 2 silent · 4 disclosed */
  flags: number,
  /** ms until the task ended; −1 = it did not. */
  ms: number,
  usualMs: number,
  findings: number,
  dependencies: number,
  /** −1 = none. */
  reason: number,
  /** Place among the details; −1 = its details are not in the page. */
  detail: number,
];

export interface PairTable {
  readonly rows: readonly PairRow[];
  /** Lists of finding codes, and of dependencies at which faults fired. */
  readonly findings: readonly (readonly string[])[];
  readonly dependencies: readonly (readonly string[])[];
  readonly reasons: readonly string[];
}

/** What the client is told beside the pairs. */
export interface PageIndex {
  readonly run: string;
  readonly experiments: readonly {
    readonly id: string;
    /** By which rows name it. */
    readonly number: number;
    readonly title: string;
    readonly verdict: string;
    readonly failureMode: string;
    readonly dimension: string;
    readonly deadline: number;
    readonly findings: readonly string[];
    readonly dependencies: readonly string[];
    /** Of the worst pair: its name and treatment trial. */
    readonly worst?: string;
    readonly reproduce: string;
  }[];
  readonly findings: Readonly<Record<string, string>>;
  readonly outcomes: readonly Outcome[];
  /** Details in one block. */
  readonly perBlock: number;
  /** Pictures in the page, by path in the run's folder. */
  readonly pictures: Readonly<Record<string, string>>;
}
