import type { CallEnded, CallRecord, CallStarted } from "../events.ts";
import type { Judged, JudgedTrial } from "../judgement.ts";
import type { Effect } from "../task.ts";
import type { Arm, Outcome } from "../vocabulary.ts";

/** One call for tests of alignment: `[dependency, occurrence, attempt, at]` and what is special about it. */
export interface TwinCall {
  readonly name: string;
  readonly boundary?: CallStarted["boundary"];
  readonly occurrence?: number;
  readonly attempt?: number;
  readonly at?: number;
  /** What was asked: told apart by fingerprint. */
  readonly asks?: unknown;
  /** What came back: told apart by digest. */
  readonly gets?: string;
  readonly status?: number;
  readonly ending?: CallEnded["ending"];
  readonly fault?: string;
}

export interface TwinTask {
  readonly task?: string;
  readonly calls?: readonly TwinCall[];
  readonly answer?: string;
  readonly effects?: readonly Effect[];
  readonly outcome?: Outcome;
  readonly endAt?: number;
}

function callOf(performance: string, call: TwinCall, index: number): CallRecord {
  const { name, boundary = "tool", occurrence = 1, attempt = 1, at = index * 100, asks = "a", gets = "ok" } = call;
  const address = `${boundary}:${name}.go[${occurrence}]#${attempt}`;
  const common = { trial: "x", performance, address } as const;
  return {
    started: {
      ...common,
      type: "call-started",
      t: at,
      boundary,
      dependency: name,
      dimension: "tools",
      operation: "go",
      occurrence,
      attempt,
      fingerprint: JSON.stringify(asks),
      stream: false,
      request: asks,
    },
    ended: {
      ...common,
      type: "call-ended",
      t: at + 10,
      status: call.status ?? 200,
      ending: call.ending ?? "complete",
      bytes: 1,
      digest: gets,
    },
    faults:
      call.fault === undefined
        ? []
        : [{ ...common, type: "fault-fired", t: at, injection: call.fault, fault: call.fault, note: "" }],
  };
}

function judgedOf(arm: Arm, role: "primary" | "bystander", given: TwinTask): Judged {
  const { task = "t", calls = [], answer = "yes", effects = [], outcome = "correct", endAt = 999 } = given;
  const id = `p/${arm}~${task}`;
  return {
    record: {
      id,
      task,
      role,
      calls: calls.map((call, index) => callOf(id, call, index)),
      ended: {
        type: "performance-ended",
        trial: "x",
        performance: id,
        task,
        role,
        t: endAt,
        end: "answered",
        answer,
        effects,
      },
    },
    outcome,
    reasons: [],
    silent: false,
    disclosed: false,
    exposed: calls.some(({ fault }) => fault !== undefined),
  };
}

/** A judged trial of one arm; the first task is the primary one. */
export function twinTrial(arm: Arm, first: TwinTask, ...others: readonly TwinTask[]): JudgedTrial {
  const primary = judgedOf(arm, "primary", first);
  const bystanders = others.map((one) => judgedOf(arm, "bystander", one));
  return {
    record: {
      trial: { id: `p/${arm}`, experiment: "e", task: "t", bystanders: [], arm, repeat: 1, cell: 0, pair: "p" },
      performances: [primary, ...bystanders].map(({ record }) => record),
      escaped: [],
    },
    primary,
    bystanders,
  };
}
