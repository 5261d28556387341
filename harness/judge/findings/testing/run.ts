import type { CallEnded, CallRecord, CallStarted, PerformanceEnded, TrialRecord } from "../../../domain/events.ts";
import type { Experiment } from "../../../domain/experiment.ts";
import type { Effect, Task } from "../../../domain/task.ts";
import { performanceId } from "../../../domain/trial.ts";

/** Trial records for tests, in few words. */

export const refund: Effect = { kind: "refund", order: "1" };
const expectation = { facts: [{ text: "30 days" }], forbids: [], effects: [], claims: [] };
const task = (id: string, more: Partial<Task["expect"]> = {}): Task => ({
  id,
  file: "t",
  tags: [],
  prompt: "?",
  input: {},
  expect: { ...expectation, ...more },
});
export const experiment = {
  id: "e",
  tasks: [task("t"), task("pay", { effects: [refund], claims: [{ effect: "refund", when: { text: "refunded" } }] })],
  bystanders: [task("b")],
  deadline: 1000,
} as unknown as Experiment;

interface Call {
  readonly at: number;
  readonly attempt?: number;
  readonly fault?: string;
  readonly boundary?: CallStarted["boundary"];
  readonly stream?: boolean;
  readonly end?: Partial<CallEnded>;
}
export interface Run {
  readonly task?: string;
  readonly calls?: readonly Call[];
  readonly end?: Partial<PerformanceEnded>;
  readonly bystander?: Partial<PerformanceEnded>;
}

export function run(arm: "control" | "treatment", sketch: Run, id = "x"): TrialRecord {
  const name = sketch.task ?? "t";
  const trial = `${id}/${arm}`;
  const ended = (
    task: string,
    role: "primary" | "bystander",
    end: Partial<PerformanceEnded> = {},
  ): PerformanceEnded => ({
    type: "performance-ended",
    trial,
    performance: performanceId(trial, task),
    task,
    role,
    t: 50,
    end: "answered",
    answer: "30 days",
    effects: [],
    ...end,
  });
  const calls = (sketch.calls ?? []).map(
    ({ at, attempt = 1, fault, boundary = "tool", stream = false, end }): CallRecord => {
      const address = `${boundary}:d.go[1]#${attempt}`;
      const where = { trial, performance: performanceId(trial, name), address };
      return {
        started: {
          type: "call-started",
          ...where,
          t: at,
          boundary,
          dependency: "d",
          dimension: "tools",
          operation: "go",
          occurrence: 1,
          attempt,
          fingerprint: "f",
          stream,
          request: {},
        },
        ended: {
          type: "call-ended",
          ...where,
          t: at + 10,
          status: 200,
          ending: "complete",
          bytes: 1,
          digest: "d",
          ...end,
        },
        faults:
          fault === undefined ? [] : [{ type: "fault-fired", ...where, t: at, injection: fault, fault, note: "" }],
      };
    },
  );
  return {
    trial: { id: trial, experiment: "e", task: name, bystanders: ["b"], arm, repeat: 0, cell: 0, pair: id },
    performances: [
      { id: performanceId(trial, name), task: name, role: "primary", calls, ended: ended(name, "primary", sketch.end) },
      {
        id: performanceId(trial, "b"),
        task: "b",
        role: "bystander",
        calls: [],
        ended: ended("b", "bystander", sketch.bystander),
      },
    ],
    escaped: [],
  };
}
