import type { ClientAttempt } from "./call.ts";
import type { Usage } from "./conversation.ts";
import type { ExperimentTold } from "./experiment-told.ts";
import type { GamedayEvent } from "./gameday.ts";
import type { FaultIdle, ToolLacking } from "./idle.ts";
import type { IsolationTold } from "./isolated.ts";
import type { Sight } from "./page.ts";
import type { RunPlan, RunSettings } from "./run-plan.ts";
import type { Signs } from "./signs.ts";
import type { Effect, Grade } from "./task.ts";
import type { SignalReceived, SpanReceived, TelemetryReceived, TelemetryRecord } from "./telemetry.ts";
import type { Role, Trial } from "./trial.ts";
import type { Boundary, RiskDimension } from "./vocabulary.ts";

/** Everything that a run writes down, one JSON value a line. `t` = milliseconds since the trial began, on its clock. */
export type RunEvent =
  | {
      readonly type: "run-started";
      readonly schema: 1;
      readonly run: string;
      readonly at: string;
      readonly brownout: string;
      readonly node: string;
      readonly route: "in-process" | "gateway";
      readonly command: readonly string[];
      /** Of this run or shard. */
      readonly trials: number;
      /** Absent in journals of before it was written down. */
      readonly plan?: RunPlan;
      /** Absent: the run was not begun by `brownout run`. */
      readonly settings?: RunSettings;
      /** The shards that it was put together from. */
      readonly merged?: readonly string[];
    }
  | ExperimentTold
  | IsolationTold
  | { readonly type: "trial-started"; readonly trial: Trial }
  | CallStarted
  | FaultFired
  | FaultIdle
  | GamedayEvent
  | CallEnded
  | ToolLacking
  | {
      readonly type: "call-escaped";
      readonly trial: string;
      readonly performance?: string;
      readonly t: number;
      readonly host: string;
      readonly method: string;
    }
  | PageShowed
  | TargetRestarted
  | TurnAnswered
  | PerformanceEnded
  | AnswerGraded
  | SpanReceived
  | SignalReceived
  | TelemetryReceived
  | { readonly type: "trial-ended"; readonly trial: string; readonly t: number; readonly digest: string }
  | { readonly type: "trial-failed"; readonly trial: string; readonly error: string }
  /** A run in rounds was decided by these trials: those beyond them are not wanted any more. */
  | { readonly type: "plan-settled"; readonly trials: number; readonly reason: string }
  | { readonly type: "experiment-aborted"; readonly experiment: string; readonly reason: string }
  | {
      readonly type: "run-ended";
      readonly reason: "finished" | "aborted" | "interrupted" | "failed";
      readonly detail?: string;
    };

export interface CallStarted {
  readonly type: "call-started";
  readonly trial: string;
  readonly performance: string;
  readonly t: number;
  readonly address: string;
  readonly boundary: Boundary;
  readonly dependency: string;
  readonly dimension: RiskDimension;
  readonly operation: string;
  readonly occurrence: number;
  readonly attempt: number;
  /** Hash of the canonical request: equal for retries. */
  readonly fingerprint: string;
  readonly stream: boolean;
  /** Seen as a result in what the agent asked a model: when the tool was called, and how often it tried, nobody here can tell. */
  readonly via?: "context";
  /** Which of its own attempts the client library says that this is; absent = it does not number them. */
  readonly client?: ClientAttempt;
  /** The span that the client names as the call's own (W3C Trace Context): `<trace id>-<parent id>`. */
  readonly trace?: string;
  /** The canonical request, shortened: for a model the messages that are new since its last call. */
  readonly request: unknown;
  /** Canaries and marks of faults before it that stand in the request, looked for in the whole of it. */
  readonly carries?: readonly string[];
}

export interface FaultFired extends Signs {
  readonly type: "fault-fired";
  readonly trial: string;
  readonly performance: string;
  readonly t: number;
  readonly address: string;
  readonly injection: string;
  readonly fault: string;
  readonly note: string;
}

export interface CallEnded {
  readonly type: "call-ended";
  readonly trial: string;
  readonly performance: string;
  readonly t: number;
  readonly address: string;
  /** HTTP status as delivered; absent when there was no reply. */
  readonly status?: number;
  /** `aborted`: the client gave up first. `trial-over`: the trial ended first. */
  readonly ending:
    | "complete"
    | "reset"
    | "silence"
    | "end"
    | "stream-reset"
    | "goaway"
    | "refused"
    | "dns"
    | "timeout"
    | "hang"
    | "aborted"
    | "trial-over";
  /** Trial time of the first content frame. */
  readonly firstContent?: number;
  readonly retryAfterMs?: number;
  readonly bytes: number;
  /** SHA-256 (first 16 hex digits) of what was delivered, times left out. */
  readonly digest: string;
  /** The canonical answer as delivered, shortened; of a stream that broke off how its `body` began, and what it generated as `partial`. */
  readonly reply?: unknown;
  /** A model's stream came to its end under a status of success, and holds no answer: it told an error, or came damaged. */
  readonly unreadable?: true;
  /** `cacheReadTokens` is 0 where the provider would have cached a prompt of this length and read nothing from its cache. */
  readonly usage?: Usage;
  /** Tokens that were embedded, by what the provider said. A budget counts them; figures of tokens are of what models were asked. */
  readonly embeddedTokens?: number;
  /** Changes that the world committed while it handled this call, whatever the client heard of it. */
  readonly effects?: readonly Effect[];
}

/** What a person did or saw at a page. */
export type PageShowed = {
  readonly type: "page-showed";
  readonly trial: string;
  readonly performance: string;
  readonly t: number;
} & Sight;
/** The agent's process was ended by a fault and started again. */
export interface TargetRestarted {
  readonly type: "target-restarted";
  readonly trial: string;
  readonly t: number;
  /** `ended by SIGKILL`, `exited with code 0`. */
  readonly ended: string;
  /** Why it did not come back. */
  readonly error?: string;
}

/** A turn before the last was answered; the last one's answer, or how any of them failed, is the performance's end. */
export interface TurnAnswered {
  readonly type: "turn-answered";
  readonly trial: string;
  readonly performance: string;
  readonly t: number;
  /** From 0. */
  readonly turn: number;
  readonly prompt: string;
  readonly answer: string;
  readonly data?: unknown;
  /** Changes that the world committed for this performance so far. */
  readonly effects: readonly Effect[];
}

export interface PerformanceEnded {
  readonly type: "performance-ended";
  readonly trial: string;
  readonly performance: string;
  readonly task: string;
  readonly role: Role;
  readonly t: number;
  readonly end: "answered" | "crashed" | "hung" | "cancelled";
  readonly answer?: string;
  readonly data?: unknown;
  readonly error?: string;
  /** Changes that the world committed for this performance. */
  readonly effects: readonly Effect[];
}

/** What the graders of the task made of an answer. They ask outside the faults, after the trial's last call. */
export interface AnswerGraded {
  readonly type: "answer-graded";
  readonly trial: string;
  readonly performance: string;
  readonly t: number;
  readonly grades: readonly Grade[];
}

/** A performance with its calls, folded from events. */
export interface PerformanceRecord {
  readonly id: string;
  readonly task: string;
  readonly role: Role;
  readonly calls: readonly CallRecord[];
  /** What was seen at the page, in order; absent for targets without one. */
  readonly page?: readonly PageShowed[];
  /** Those before the last that were answered, in order; absent = none. */
  readonly turns?: readonly TurnAnswered[];
  readonly ended?: PerformanceEnded;
  readonly graded?: AnswerGraded;
}

export interface CallRecord {
  readonly started: CallStarted;
  readonly ended?: CallEnded;
  readonly faults: readonly FaultFired[];
}

/** One finished trial, folded from events. */
export interface TrialRecord {
  readonly trial: Trial;
  /** Its calls were taken at a gateway, where time is real for every agent; absent = in process. */
  readonly route?: "gateway";
  readonly performances: readonly PerformanceRecord[];
  /** In which the agent's process was ended and started again; absent = it was not. */
  readonly restarts?: readonly TargetRestarted[];
  /** Of injections that left a call as it was, why; absent = none did. */
  readonly idle?: readonly FaultIdle[];
  /** What the script wanted and was not offered; absent = nothing. */
  readonly lacking?: readonly ToolLacking[];
  readonly escaped: readonly { readonly host: string; readonly t: number }[];
  /** Absent = the target told nothing. */
  readonly telemetry?: TelemetryRecord;
  readonly digest?: string;
  /** The harness or the target could not run it. */
  readonly failed?: string;
}
