import { expect, test } from "vitest";
import type { TrialRecord } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import { judgeTrial } from "./judge-trial.ts";

const task = {
  id: "t",
  file: "",
  tags: [],
  prompt: "",
  input: {},
  expect: { facts: [], forbids: [], effects: [], claims: [] },
};
const experiment = { id: "e", tasks: [task], bystanders: [{ ...task, id: "b" }], deadline: 5 } as unknown as Experiment;
const record = (name: string): TrialRecord => ({
  trial: { id: "x", experiment: "e", task: name, bystanders: ["b"], arm: "control", repeat: 0, cell: 0, pair: "x" },
  performances: [{ id: "x~b", task: "b", role: "bystander", calls: [] }],
  escaped: [],
});

test("a primary task that left no trace is hung, and bystanders are judged beside it", () => {
  expect(judgeTrial(record("t"), experiment)).toMatchObject({
    deadline: 5,
    primary: { outcome: "hung", record: { task: "t" } },
    bystanders: [{ outcome: "hung", record: { task: "b" } }],
  });
});

test("a task that the experiment does not have is an error that names both", () => {
  expect(() => judgeTrial({ ...record("zz"), performances: [] }, experiment)).toThrow(
    /Cannot judge trial x: the experiment e has no task "zz"/,
  );
});
