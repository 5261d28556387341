import type { CallEnded, CallRecord, CallStarted, PerformanceEnded } from "../../domain/events.ts";
import type { DisclosureKind, Judged, JudgedTrial } from "../../domain/judgement.ts";
import type { Effect } from "../../domain/task.ts";
import type { Outcome } from "../../domain/vocabulary.ts";

/** Judged trials for tests, in few words. */
export interface CallSketch {
  readonly dependency: string;
  readonly boundary?: CallStarted["boundary"];
  readonly occurrence?: number;
  readonly attempt?: number;
  readonly from: number;
  readonly to?: number;
  readonly fault?: string;
  readonly stream?: boolean;
  readonly end?: Partial<CallEnded>;
}
export interface Sketch {
  readonly task?: string;
  readonly outcome?: Outcome;
  readonly silent?: boolean;
  readonly disclosed?: boolean;
  readonly disclosures?: readonly DisclosureKind[];
  readonly end?: PerformanceEnded["end"];
  readonly answer?: string;
  readonly t?: number;
  readonly effects?: readonly Effect[];
  readonly calls?: readonly CallSketch[];
}

function judged(sketch: Sketch, role: "primary" | "bystander" = "primary"): Judged {
  const task = sketch.task ?? "t";
  const calls = (sketch.calls ?? []).map((call) => callOf(call, task));
  const outcome = sketch.outcome ?? "correct";
  return {
    record: {
      id: task,
      task,
      role,
      calls,
      ended: {
        type: "performance-ended",
        trial: "x",
        performance: task,
        task,
        role,
        t: sketch.t ?? 100,
        end: sketch.end ?? "answered",
        answer: sketch.answer ?? "yes",
        effects: sketch.effects ?? [],
      },
    },
    outcome,
    reasons: [],
    silent: sketch.silent ?? false,
    disclosed: sketch.disclosed ?? false,
    ...(sketch.disclosures ? { disclosures: sketch.disclosures } : {}),
    exposed: calls.some(({ faults }) => faults.length > 0),
  };
}

export function trial(arm: "control" | "treatment", primary: Sketch, bystanders: readonly Sketch[] = []): JudgedTrial {
  const others = bystanders.map((sketch) => judged(sketch, "bystander"));
  const first = judged(primary);
  return {
    record: {
      trial: {
        id: `x/${arm}`,
        experiment: "e",
        task: "t",
        bystanders: others.map(({ record }) => record.task),
        arm,
        repeat: 0,
        cell: 0,
        pair: "x",
      },
      performances: [first.record, ...others.map(({ record }) => record)],
      escaped: [],
    },
    primary: first,
    bystanders: others,
  };
}

function callOf(sketch: CallSketch, performance: string): CallRecord {
  const { dependency, boundary = "tool", occurrence = 1, attempt = 1, from, to = from + 10 } = sketch;
  const address = `${boundary}:${dependency}.go[${occurrence}]#${attempt}`;
  const at = { trial: "x", performance, address };
  return {
    started: {
      type: "call-started",
      ...at,
      t: from,
      boundary,
      dependency,
      dimension: "tools",
      operation: "go",
      occurrence,
      attempt,
      fingerprint: "f",
      stream: sketch.stream ?? false,
      request: {},
    },
    ended: { type: "call-ended", ...at, t: to, ending: "complete", bytes: 1, digest: "d", ...sketch.end },
    faults:
      sketch.fault === undefined
        ? []
        : [{ type: "fault-fired", ...at, t: from, injection: sketch.fault, fault: sketch.fault, note: "" }],
  };
}
