import type { Estimate, Severity } from "./judgement.ts";
import type { ScopeScores } from "./scores.ts";

/** What a gate is asked, and what it decided. Pure data: whoever shows a decision needs nothing else. */

/** The worst wins, in this order. */
export const gateStandings = ["passed", "inconclusive", "failed"] as const;
export type GateStanding = (typeof gateStandings)[number];

/** What a figure of a policy is about: a scope of the run, or one experiment. */
export interface GateScope {
  readonly kind: ScopeScores["kind"] | "experiment";
  readonly name: string;
}

/** A bound on a score; the whole interval must keep it. */
export interface ScoreCriterion {
  readonly probe: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** `treatment`: the figure itself. `difference`: treatment − control. */
  readonly of: "treatment" | "difference";
  readonly in: GateScope;
  /** `file:line:column`, as of all criteria. */
  readonly at: string;
}

/** How many findings there may be; a finding is one code in one experiment. */
export interface FindingCriterion {
  readonly atMost: number;
  /** These codes only; absent = all. */
  readonly codes?: readonly string[];
  /** This severity and the graver ones; absent = all. */
  readonly severity?: Severity;
  readonly at: string;
}

/** How much worse a score may be than in the baseline, in the probe's unit, in its bad direction. */
export interface LossCriterion {
  readonly probe: string;
  readonly worseBy: number;
  /** `true`: the interval must rule a greater loss out. `false`: it is enough that none is shown. */
  readonly certain: boolean;
  readonly in: { readonly kind: "run" } | { readonly kind: "experiment"; readonly name: string };
  readonly at: string;
}

export interface BaselineCriteria {
  /** As it is shown. */
  readonly file: string;
  readonly absolute: string;
  readonly at: string;
  /** How many findings may be new, and how many worse; absent = any number. */
  readonly newFindings?: number;
  readonly worseFindings?: number;
  /** Where these two are written. */
  readonly findingsAt?: Readonly<Partial<Record<"new" | "worse", string>>>;
  /** Of these, only this severity and the graver ones count. */
  readonly severity?: Severity;
  readonly scores: readonly LossCriterion[];
}

/** What waives that an experiment is broken, rather than a finding in it. */
export const brokenCode = "broken";

/** A finding that somebody answers for, until a day. */
export interface Waiver {
  /** A finding's code, or `broken`: the experiment's verdict. */
  readonly code: string;
  /** Id of an experiment, or a glob over ids. */
  readonly experiment: string;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it holds, `2026-12-31`, in UTC. */
  readonly expires: string;
  readonly at: string;
}

/** How a gate runs in rounds and stops as soon as the evidence decides. */
export interface StoppingRule {
  /** Repeats of each experiment at the most. */
  readonly repeats: number;
  /** The greatest chance that a figure which is good enough is called too bad, at whatever round it is looked at. */
  readonly falseBlock: number;
  /** The greatest chance that a figure which is too bad is called good enough. */
  readonly falsePass: number;
}

/** Where each limit on experiments is written. */
export type LimitPlaces = Readonly<Partial<Record<"broken" | "inconclusive" | "degraded", string>>>;

export interface GatePolicy {
  /** As it is shown. */
  readonly file: string;
  /** How many experiments may come to each verdict; absent = it is not asked. */
  readonly experiments?: {
    readonly broken?: number;
    readonly inconclusive?: number;
    readonly degraded?: number;
    readonly at: LimitPlaces;
  };
  readonly scores: readonly ScoreCriterion[];
  readonly findings: readonly FindingCriterion[];
  readonly baseline?: BaselineCriteria;
  /** Pairs in which each experiment's fault must have fired; fewer are too few. */
  readonly pairs?: { readonly atLeast: number; readonly at: string };
  /** How many trials may end otherwise when they are run again with the same seed. */
  readonly flaky?: { readonly atMost: number; readonly at: string };
  readonly stopping?: StoppingRule;
  readonly waivers: readonly Waiver[];
}

/** One criterion, applied. */
export interface CriterionResult {
  /** What is asked, in words: `answer-correctness of the run at least 0.9`. */
  readonly asked: string;
  readonly standing: GateStanding;
  /** What there is, with n and interval: `0.84 (95 % interval 0.71 to 0.92, n = 50): too low`. */
  readonly found: string;
  readonly estimate?: Estimate;
  /** What to do about it; absent where it passed. */
  readonly next?: string;
  /** About how many more repeats would decide it. */
  readonly repeats?: number;
  /** Of a gate in rounds: more repeats would not change it, at the stated rates (true), or could (false). */
  readonly final?: boolean;
  /** Where the policy asks it: `gate.yaml:3:5`; absent for what every gate asks. */
  readonly at?: string;
}

/** `seen`: there is no baseline that it could be compared with. */
export const findingStandings = ["new", "worse", "known", "fixed", "seen"] as const;
export type FindingStanding = (typeof findingStandings)[number];

/** Pairs that show a finding, and pairs in which the fault fired. */
export interface FindingCount {
  readonly count: number;
  readonly pairs: number;
}

/** One finding of one experiment, beside the baseline's. */
export interface GateFinding {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  readonly experiment: string;
  readonly target: string;
  readonly standing: FindingStanding;
  readonly now?: FindingCount;
  readonly before?: FindingCount;
  /** One sentence with its numbers. */
  readonly words: string;
  /** Who has waived it, and until when; it does not count then. */
  readonly waived?: { readonly owner: string; readonly reason: string; readonly expires: string };
}

export interface WaiverUse {
  readonly waiver: Waiver;
  /** `expired`: what it covers counts again. `unused`: nothing of the kind was found, or no experiment of the run is called so. */
  readonly standing: "used" | "expired" | "unused";
  readonly words: string;
}

/** A trial that ended otherwise when it was run again with the same seed. */
export interface FlakyTrial {
  readonly experiment: string;
  readonly pair: string;
  /** What it came to, run by run. */
  readonly outcomes: readonly string[];
}

/** What was compared with. */
export interface BaselineUse {
  readonly file: string;
  /** The run that was accepted. */
  readonly run: string;
  /** Why parts of it, or all of it, cannot be compared. */
  readonly apart: readonly string[];
}

/** Why a gate in rounds stopped where it did. */
export interface StoppingUse extends StoppingRule {
  readonly rounds: number;
  /** Pairs that ran, and pairs that would have run at the most. */
  readonly pairs: number;
  readonly planned: number;
  readonly why: string;
}

export interface GateDecision {
  readonly standing: GateStanding;
  /** The policy's file. */
  readonly policy: string;
  /** Failed ones first, then undecided ones. */
  readonly criteria: readonly CriterionResult[];
  /** The gravest first. */
  readonly findings: readonly GateFinding[];
  readonly waivers: readonly WaiverUse[];
  readonly flaky: readonly FlakyTrial[];
  readonly baseline?: BaselineUse;
  readonly stopping?: StoppingUse;
  /** What to do now, in a sentence. */
  readonly next: string;
}
