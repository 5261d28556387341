import { describe, expect, test } from "vitest";
import type { PerformanceRecord, TrialRecord } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Arm } from "../domain/vocabulary.ts";
import { judgeTrial } from "./judge-trial.ts";

const task = {
  id: "t",
  file: "",
  tags: [],
  prompt: "",
  input: {},
  expect: { facts: [{ text: "x" }], forbids: [], effects: [], claims: [] },
};
const command = { kind: "command", command: ["python3", "a.py"], cwd: "/", environment: {} };
const asked = (spec: object): Experiment =>
  ({
    id: "e",
    tasks: [task],
    bystanders: [{ ...task, id: "b" }],
    deadline: 20_000,
    target: { spec, map: { dependencies: [] } },
  }) as unknown as Experiment;

/** A trial that hung, with its first call after so many milliseconds; undefined = it made none. */
function hung(arm: Arm, first: number | undefined, spec: object = command) {
  const started = { type: "call-started", trial: "x", performance: "x~t", t: first, address: "tool:a.go[1]#1" };
  const fault = { type: "fault-fired", trial: "x", performance: "x~t", t: first, injection: "f", fault: "hang" };
  const performance = (id: string, role: "primary" | "bystander") =>
    ({
      id: `x~${id}`,
      task: id,
      role,
      calls: first === undefined ? [] : [{ started, faults: arm === "control" ? [] : [fault] }],
      ended: {
        type: "performance-ended",
        trial: "x",
        performance: `x~${id}`,
        task: id,
        role,
        t: 20_000,
        end: "hung",
        effects: [],
      },
    }) as unknown as PerformanceRecord;
  const record: TrialRecord = {
    trial: { id: "x", experiment: "e", task: "t", bystanders: ["b"], arm, repeat: 0, cell: 0, pair: "x" },
    performances: [performance("t", "primary"), performance("b", "bystander")],
    escaped: [],
  };
  return judgeTrial(record, asked(spec));
}

describe("a program that is started for each task, and hung", () => {
  test("is not laid to the fault if no call was made before the deadline", () => {
    const { primary, bystanders } = hung("treatment", undefined);
    const why =
      "the agent made no call in the 20s of its deadline: it takes them to start, or hangs before its first call; lower --concurrency or raise the deadline";
    expect([primary, ...bystanders]).toMatchObject([{ undecided: why }, { undecided: why }]);
  });
  test("is not laid to the fault if half of the deadline was over at its first call", () => {
    expect(hung("treatment", 14_200).primary).toMatchObject({
      outcome: "hung",
      undecided: expect.stringMatching(/^the agent took 14\.2s of its deadline of 20s before its first call; lower/),
    });
  });
  test("is laid to the fault if it began in time", () => {
    const { primary } = hung("treatment", 10_000);
    expect([primary.outcome, primary.undecided, primary.startUp]).toEqual(["hung", undefined, undefined]);
  });
  test("stays a hang without any fault, and says what may be behind it", () => {
    const { primary } = hung("control", undefined);
    expect([primary.outcome, primary.undecided]).toEqual(["hung", undefined]);
    expect(primary.reasons).toEqual(["no answer within 20s", primary.startUp]);
  });
});

test.each([
  ["a module", { kind: "module", module: "a.ts", clock: "virtual" }],
  ["a server", { kind: "http", url: "http://127.0.0.1:1" }],
  ["a process for all", { ...command, process: "shared" }],
])("%s starts before its tasks do, and hangs by itself", (_, spec) => {
  expect(hung("treatment", undefined, spec).primary).toMatchObject({ outcome: "hung" });
  expect(hung("treatment", undefined, spec).primary.undecided).toBeUndefined();
});
