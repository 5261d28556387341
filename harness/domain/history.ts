import type { RunReport, Severity } from "./judgement.ts";
import type { ScopeScores } from "./scores.ts";
import type { FailureMode, Outcome, RiskDimension, Verdict } from "./vocabulary.ts";

/** What is kept of a run when its journal is gone. */
export interface HistoryRun {
  readonly run: string;
  /** ISO 8601. */
  readonly at: string;
  readonly brownout: string;
  readonly route: RunReport["route"];
  readonly ended: RunReport["ended"];
  readonly verdict: Verdict;
  readonly digest: string;
  readonly command: readonly string[];
  readonly experiments: readonly HistoryExperiment[];
  readonly scopes: readonly HistoryScope[];
}

export interface HistoryExperiment {
  readonly id: string;
  readonly title: string;
  readonly target: string;
  readonly failureMode: FailureMode;
  readonly dimension: RiskDimension;
  readonly verdict: Verdict;
  readonly trials: {
    readonly planned: number;
    readonly finished: number;
    readonly failed: number;
    readonly exposed: number;
  };
  /** Hashes of what decides what its trials do, by name; empty where the journal does not say. */
  readonly parts: Readonly<Record<string, string>>;
  /** How each treatment trial ended, one letter each, in the order of their ids. */
  readonly ends: string;
  readonly scores: readonly HistoryScore[];
  readonly findings: readonly HistoryFinding[];
}

/** Of the treatment arm, with a 95 % interval. */
export interface HistoryScore {
  readonly probe: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  /** A share of n that are yes or no, so that it can be counted. */
  readonly counted: boolean;
}

export interface HistoryFinding {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  /** Treatment trials that show it. */
  readonly count: number;
}

export interface HistoryScope {
  readonly kind: ScopeScores["kind"];
  readonly name: string;
  readonly experiments: readonly string[];
  readonly scores: readonly HistoryScore[];
}

/** One letter for each outcome. */
export const outcomeLetters: Readonly<Record<Outcome, string>> = {
  correct: "c",
  degraded: "d",
  "failed-safe": "f",
  hung: "h",
  crashed: "x",
  wrong: "w",
  harmful: "!",
};

/** All that a history says, for documents. */
export interface HistoryReport {
  readonly schema: 1;
  /** In which nothing had changed: on so many nights in a hundred, at the most, a change is said nevertheless. */
  readonly falseAlarms: number;
  /** Oldest first. */
  readonly runs: readonly HistoryRun[];
  /** The newest run against the newest before it that has the same experiments, each experiment by itself. */
  readonly news: HistoryNews;
  /** Newest first. */
  readonly changes: readonly HistoryChange[];
  readonly trends: readonly HistoryTrend[];
  readonly findings: readonly FindingTrend[];
  readonly flakes: readonly FlakeRate[];
}

export interface HistoryNews {
  readonly verdicts: readonly { readonly experiment: string; readonly before: Verdict; readonly after: Verdict }[];
  readonly appeared: readonly {
    readonly experiment: string;
    readonly code: string;
    readonly count: number;
    readonly of: number;
  }[];
  readonly gone: readonly { readonly experiment: string; readonly code: string }[];
}

/** A count in so many runs. */
export interface Level {
  readonly count: number;
  readonly n: number;
  readonly runs: number;
}

/** A rate that is not what it was, said with what it rests on. */
export interface HistoryChange {
  /** An experiment's id, `run`, or a dependency. */
  readonly where: string;
  readonly kind: "experiment" | ScopeScores["kind"];
  /** A probe, a finding's code, or `verdict`. */
  readonly what: string;
  readonly of: "score" | "finding" | "verdict";
  /** The first run at the new level, as far as can be told. */
  readonly since: string;
  readonly at: string;
  /** The run after which it could be said. */
  readonly said: string;
  readonly before: Level;
  readonly after: Level;
  /** Chance of so great a difference without a change. */
  readonly p: number;
  /** What of the experiment's own plan was other in the first run of the new level than in the one before; empty = nothing. */
  readonly otherwise: readonly string[];
}

export interface HistoryTrend {
  readonly kind: "experiment" | ScopeScores["kind"];
  readonly where: string;
  readonly probe: string;
  /** Of a scope: runs that pool other experiments there than its newest, and are no points; absent = none. */
  readonly elsewhere?: number;
  /** Oldest first. */
  readonly points: readonly (HistoryScore & { readonly run: string })[];
}

export interface FindingTrend {
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Runs that show it, of those that asked an experiment that ever showed it. */
  readonly seen: number;
  readonly asked: number;
  readonly experiments: readonly string[];
  /** Share of the exposed trials of those experiments, oldest run first. */
  readonly shares: readonly number[];
}

/** Treatment trials that ended otherwise than in the run before, of the same plan. */
export interface FlakeRate {
  readonly experiment: string;
  readonly changed: number;
  readonly compared: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Pairs of runs. */
  readonly runs: number;
}
