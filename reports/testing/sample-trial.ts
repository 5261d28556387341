import type { CallEnded, CallRecord, PerformanceEnded } from "../../harness/domain/events.ts";
import type { Judged, JudgedTrial } from "../../harness/domain/judgement.ts";
import type { Effect } from "../../harness/domain/task.ts";
import type { Arm, Boundary, Outcome, RiskDimension } from "../../harness/domain/vocabulary.ts";

/** One call of a sample: `["tool", "orders", "get_order"]` at trial time `at`, answered after `took` ms. */
export interface SampleCall {
  readonly call: readonly [Boundary, string, string];
  readonly occurrence?: number;
  readonly attempt?: number;
  readonly at: number;
  readonly took?: number;
  readonly status?: number;
  readonly ending?: CallEnded["ending"];
  readonly retryAfterMs?: number;
  readonly request?: unknown;
  readonly reply?: unknown;
  /** Fault name → what it did. */
  readonly faults?: Readonly<Record<string, string>>;
}

export interface SampleTrial {
  readonly id: string;
  readonly arm: Arm;
  readonly task?: string;
  readonly calls?: readonly SampleCall[];
  readonly end?: PerformanceEnded["end"];
  readonly endAt?: number;
  readonly answer?: string;
  readonly error?: string;
  readonly effects?: readonly Effect[];
  readonly outcome: Outcome;
  readonly reasons?: readonly string[];
  readonly silent?: boolean;
  readonly disclosed?: boolean;
  readonly bystanders?: readonly {
    readonly task: string;
    readonly outcome: Outcome;
    readonly reasons: readonly string[];
  }[];
  readonly escaped?: readonly string[];
}

const dimensionOf = (boundary: Boundary): RiskDimension =>
  boundary === "model" ? "foundation-model" : boundary === "retrieval" ? "knowledge-base" : "tools";

function sampleCall(trial: string, performance: string, sample: SampleCall): CallRecord {
  const [boundary, dependency, operation] = sample.call;
  const { occurrence = 1, attempt = 1, at, took = 0, status, ending = "complete" } = sample;
  const address = `${boundary}:${dependency}.${operation}[${occurrence}]#${attempt}`;
  const common = { trial, performance, address } as const;
  return {
    started: {
      ...common,
      type: "call-started",
      t: at,
      boundary,
      dependency,
      dimension: dimensionOf(boundary),
      operation,
      occurrence,
      attempt,
      fingerprint: `${operation}-${occurrence}`,
      stream: false,
      request: sample.request,
    },
    ended: {
      ...common,
      type: "call-ended",
      t: at + took,
      ending,
      bytes: 0,
      digest: "0000000000000000",
      ...(status !== undefined && { status }),
      ...(sample.retryAfterMs !== undefined && { retryAfterMs: sample.retryAfterMs }),
      ...(sample.reply !== undefined && { reply: sample.reply }),
    },
    faults: Object.entries(sample.faults ?? {}).map(([fault, note]) => ({
      ...common,
      type: "fault-fired" as const,
      t: at,
      injection: fault,
      fault,
      note,
    })),
  };
}

/** A judged trial; what a test is about is given, the rest is ordinary. */
export function sampleTrial(sample: SampleTrial): JudgedTrial {
  const { id, arm, task = "refund-window", calls = [], outcome, end = "answered", endAt = 0 } = sample;
  const performance = `${id}~${task}`;
  const judged = (
    name: string,
    role: "primary" | "bystander",
    more: Partial<Judged> & { outcome: Outcome },
  ): Judged => ({
    record: {
      id: `${id}~${name}`,
      task: name,
      role,
      calls: role === "primary" ? calls.map((call) => sampleCall(id, performance, call)) : [],
      ended: {
        type: "performance-ended",
        trial: id,
        performance: `${id}~${name}`,
        task: name,
        role,
        t: endAt,
        end: role === "primary" ? end : "answered",
        effects: role === "primary" ? (sample.effects ?? []) : [],
        ...(role === "primary" && sample.answer !== undefined && { answer: sample.answer }),
        ...(role === "primary" && sample.error !== undefined && { error: sample.error }),
      },
    },
    reasons: [],
    silent: false,
    disclosed: false,
    exposed: calls.some((call) => call.faults !== undefined),
    ...more,
  });
  const primary = judged(task, "primary", {
    outcome,
    reasons: sample.reasons ?? [],
    silent: sample.silent ?? false,
    disclosed: sample.disclosed ?? false,
  });
  const bystanders = (sample.bystanders ?? []).map(({ task: name, ...rest }) =>
    judged(name, "bystander", { ...rest, exposed: false }),
  );
  return {
    record: {
      trial: {
        id,
        experiment: "experiments/sample",
        task,
        bystanders: [],
        arm,
        repeat: Number(id.split("/").at(-2) ?? 1),
        cell: 0,
        pair: id,
      },
      performances: [primary.record, ...bystanders.map(({ record }) => record)],
      escaped: (sample.escaped ?? []).map((host) => ({ host, t: 0 })),
      digest: "0000000000000000",
    },
    primary,
    bystanders,
  };
}
