import type { ZodType } from "zod";
import type { BlastRadiusResult } from "./divergence.ts";
import type { PerformanceRecord, TrialRecord } from "./events.ts";
import type { EvidenceResult } from "./evidence.ts";
import type { Claim, Experiment } from "./experiment.ts";
import type { GateDecision } from "./gate.ts";
import type { Pair } from "./pair.ts";
import type { NarrowedRun, Shard } from "./run-plan.ts";
import type { ScopeScores, Score, Scoring, SinglePoint } from "./scores.ts";
import type { DisclosureKind, FailureMode, Outcome, RiskDimension, Verdict } from "./vocabulary.ts";

export type { DisclosureKind } from "./vocabulary.ts";

/** What the judge made of one performance. */
export interface Judged {
  readonly record: PerformanceRecord;
  readonly outcome: Outcome;
  /** Why, in words: `says 45 days; the policy in force says 30`. */
  readonly reasons: readonly string[];
  /** Wrong or harmful with nothing in the answer that warns of it. */
  readonly silent: boolean;
  /** The answer says what is missing or uncertain, or hands over to a person. */
  readonly disclosed: boolean;
  /** What kinds of disclosure those are, each once. */
  readonly disclosures?: readonly DisclosureKind[];
  /** Why the outcome is not known: a grader could not tell. The trial then counts for nothing and against nothing. */
  readonly undecided?: string;
  /** It hung, and its start-up may be why: a sentence with what to do. Under faults it is then undecided. */
  readonly startUp?: string;
  /** An injection fired in this performance. */
  readonly exposed: boolean;
  /** What the outcome rests on, in numbers. */
  readonly truth?: Truth;
}

/** An answer and a world held against what the task expects. */
export interface Truth {
  /** Facts and changes that the task wants. */
  readonly facts: number;
  readonly effects: number;
  /** Of those: not said, and not done. */
  readonly unsaid: number;
  readonly undone: number;
  /** Forbidden facts and planted texts in the answer. */
  readonly untrue: number;
  /** Changes that the task does not want. */
  readonly unwanted: number;
  /** Changes that the answer claims and the world does not show. */
  readonly unmade: number;
  /** Assertions that the answer fails. */
  readonly failed: number;
}

export interface JudgedTrial {
  readonly record: TrialRecord;
  readonly primary: Judged;
  readonly bystanders: readonly Judged[];
  /** Asked when the faults were off again, in order; absent = none. Their calls are none of those that figures of the fault are about. */
  readonly afterwards?: readonly Judged[];
  /** Milliseconds that every task had. */
  readonly deadline?: number;
}

/** How trial values become one figure. */
export type Aggregate = "proportion" | "mean" | "p50" | "p95" | "max";

/** A pure measurement of one finished trial; undefined = cannot tell. */
export interface Probe<P = unknown> {
  readonly name: string;
  /** One sentence: what the figure means, and which direction is good. */
  readonly summary: string;
  readonly unit: "share" | "ratio" | "ms" | "count" | "tokens";
  readonly better: "higher" | "lower";
  readonly aggregate: Aggregate;
  /** It is a figure of bystanders: without any there is none. */
  readonly ofBystanders?: true;
  /** What values cannot lie outside of, so that an interval has a width even if all values are alike. Shares have 0 to 1. */
  range?(params: P): readonly [number, number];
  readonly params: ZodType<P>;
  /** Proportions give 0 or 1, or several of them (one per bystander). `pair`: both trials, with views of their calls. */
  measure(trial: JudgedTrial, control: JudgedTrial, params: P, pair?: Pair): readonly number[] | undefined;
}
export const defineProbe = <P>(probe: Probe<P>): Probe => probe as unknown as Probe;

/** An estimate with what it rests on. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** How often such an interval holds the true value: 0.95, or less where so few values cannot bound a quantile better. */
  readonly confidence: number;
  readonly method: "wilson" | "bootstrap" | "order-statistic";
}

export interface ClaimResult {
  readonly claim: Claim;
  readonly verdict: Verdict;
  readonly estimate?: Estimate;
  /** The same figure in the control arm, for comparison. */
  readonly control?: Estimate;
  readonly reason: string;
  /** How many more trials of each arm would decide it. */
  readonly needs?: number;
  /** How many more repeats of the experiment give as many. */
  readonly repeats?: number;
}

/** From worst to least. */
export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** A named weakness with evidence. */
export interface Finding {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  readonly failureMode: FailureMode;
  readonly dimension: RiskDimension;
  /** Treatment trials that show it. */
  readonly count: number;
  readonly evidence: readonly { readonly trial: string; readonly address?: string; readonly detail: string }[];
  /** What it costs in production. */
  readonly cost: string;
  /** How to mend it. */
  readonly advice: string;
  /** Findings that this one explains, so that they are not told as weaknesses of their own; the most frequent first. */
  readonly symptoms: readonly { readonly code: string; readonly title: string; readonly count: number }[];
}

/** A weakness as one pair shows it, with the calls that it rests on. */
export interface ShownFinding {
  readonly code: string;
  readonly signs: readonly { readonly address?: string; readonly detail: string }[];
}

/** Told of each pair as it is judged; what it keeps is its own affair. `shown`: nothing where no fault fired. */
export type PairWitness = (pair: Pair, exposed: boolean, shown: readonly ShownFinding[]) => void;

/** How often calls that met a fault were attempted, as seen on the wire. */
export interface AttemptsResult {
  /** Calls of which an attempt met a fault, each with its retries. */
  readonly calls: number;
  readonly fewest: number;
  readonly most: number;
  /** Median wait before the second attempt, the third and so on, ms from the end of the one before; the first few. */
  readonly gaps: readonly number[];
}

/** A tool that the script brain wanted and was not offered, where nothing could be concluded because of it. */
export interface LackingTool {
  readonly tool: string;
  readonly offered: readonly string[];
  /** Where the playbook names it: `file:line:column`. */
  readonly at?: string;
  /** What was probably meant. */
  readonly nearest?: string;
}

/** Trials of which nobody can tell how they ended: they count for nothing. */
export interface UnjudgedTrials {
  /** Of both arms. */
  readonly trials: number;
  /** Those with faults in which one fired. */
  readonly exposed: number;
  /** Of one of them why, with the next step. */
  readonly why: string;
}

export interface ExperimentResult extends Scoring {
  readonly experiment: Experiment;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly claims: readonly ClaimResult[];
  readonly scores: readonly Score[];
  readonly outcomes: {
    readonly control: Readonly<Record<Outcome, number>>;
    readonly treatment: Readonly<Record<Outcome, number>>;
  };
  /** How often each planned injection fired, over the treatment trials. */
  readonly injections: readonly {
    readonly id: string;
    readonly fault: string;
    readonly fired: number;
    readonly trials: number;
  }[];
  readonly trials: {
    readonly planned: number;
    readonly finished: number;
    readonly failed: number;
    readonly exposed: number;
  };
  /** The last repeat of which a trial finished: fewer than the experiment's where a gate in rounds stopped early. */
  readonly repeatsRun: number;
  readonly findings: readonly Finding[];
  /** What the evidence detectors concluded, by detector and by what it is about. */
  readonly evidence: readonly EvidenceResult[];
  /** What the faults reached, against control. */
  readonly blastRadius: BlastRadiusResult;
  /** Absent where no fault met a call. */
  readonly attempts?: AttemptsResult;
  /** The worst pairs, for timelines. */
  readonly examples: readonly { readonly treatment: JudgedTrial; readonly control: JudgedTrial }[];
  readonly escaped: readonly string[];
  /** Absent = the script had every tool that it wanted, or nothing hung on it. */
  readonly lacking?: readonly LackingTool[];
  /** Finished trials without an outcome; absent = every one has one. */
  readonly unjudged?: UnjudgedTrials;
  /** What was said of a start-up that used the deadline, once; absent = of none. */
  readonly startUp?: string;
  /** The error that most trials without any fault crashed with, on one line; absent = no one error. */
  readonly crash?: string;
}

/** All of a run, judged and scored: what every document is made from. */
export interface RunReport {
  readonly schema: 1;
  readonly run: string;
  readonly startedAt: string;
  readonly command: readonly string[];
  readonly brownout: string;
  readonly route: "in-process" | "gateway";
  readonly ended: "finished" | "aborted" | "interrupted" | "failed" | "cut";
  readonly verdict: Verdict;
  readonly experiments: readonly ExperimentResult[];
  /** What the run, or this shard of it, was to do; absent in journals of before it was written down. */
  readonly planned?: { readonly experiments: number; readonly trials: number };
  /** It is a part of a run. */
  readonly shard?: Shard;
  /** It is those of the experiments that a change concerns. */
  readonly narrowed?: NarrowedRun;
  /** It is the trials whose id begins so, and no others. */
  readonly only?: string;
  /** It can be gone on with: it was begun by `brownout run` or `brownout gate`, and has not come to an end. */
  readonly resumable?: boolean;
  /** The whole run first, then failure modes, dimensions and faulted dependencies. */
  readonly scopes: readonly ScopeScores[];
  /** One for each dependency of each target's system map. */
  readonly singlePoints: readonly SinglePoint[];
  /** SHA-256 over the trial digests in trial order. */
  readonly digest: string;
  readonly warnings: readonly string[];
  /** What a gate made of the run; absent where none was asked. */
  readonly gate?: GateDecision;
}
