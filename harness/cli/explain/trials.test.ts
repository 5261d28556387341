import { expect, test } from "vitest";
import { claim, experimentOf } from "../../score/testing/trials.ts";
import { openTrialList } from "./trials.ts";

const night = 130_000;

test("the trials of a night are listed, though they are more than a call may have arguments", () => {
  const experiment = experimentOf([claim("answer-correctness", { atLeast: 0.8 })], {});
  const trials = openTrialList();
  trials.onItem({ kind: "experiment", experiment });
  for (let repeat = 0; repeat < night; repeat += 1) {
    const pair = `${experiment.id}/order/0/${repeat}`;
    const place = { experiment: experiment.id, task: "order", bystanders: [], repeat, cell: 0, pair };
    const trial = { ...place, id: `${pair}/treatment`, arm: "treatment" } as const;
    trials.onItem({ kind: "trial", record: { trial, performances: [], escaped: [], failed: "it did not start" } });
  }
  const text = trials.list("latest", experiment.id);
  expect(text.match(/ {2}could not be run, 0 faults fired$/gm)).toHaveLength(night);
  expect(trials.pairs()).toHaveLength(night);
});
