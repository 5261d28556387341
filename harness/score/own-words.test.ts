import { expect, test } from "vitest";
import type { JudgedTrial } from "../domain/judgement.ts";
import { scoreExperiment } from "./score-experiment.ts";
import { claim, experimentOf, pairOf, tools, trialOf } from "./testing/trials.ts";

const experiment = experimentOf([claim("harmful-rate", { atMost: 0.5 })]);
const crashed = (arm: "control" | "treatment", index: number, error: string): JudgedTrial => {
  const trial = trialOf(arm, index, "crashed");
  const { record } = trial.primary;
  const ended = { ...record.ended, type: "performance-ended", end: "crashed", error } as typeof record.ended;
  return { ...trial, primary: { ...trial.primary, record: { ...record, ...(ended ? { ended } : {}) } } };
};
const crashOf = async (control: readonly string[], more: readonly JudgedTrial[] = []) => {
  const trials = control.flatMap((error, index) => [
    crashed("control", index, error),
    crashed("treatment", index, "under a fault"),
  ]);
  return (await scoreExperiment(experiment, [...trials, ...more], tools)).crash;
};
const lacking = `"node agent.js" exited with code 1.
node:internal/modules/esm/resolve:275
    throw new ERR_MODULE_NOT_FOUND(

Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'x' imported from /a/agent.js
    at finalizeResolution (node:internal)`;

test("the error that most trials without any fault crashed with is told on one line", async () => {
  expect(await crashOf([lacking, lacking, "other"])).toBe(
    "\"node agent.js\" exited with code 1. Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'x' imported from /a/agent.js",
  );
  expect(await crashOf(["TypeError: a is undefined\nRangeError: b: c"])).toBe("TypeError: a is undefined");
});

test("errors that differ, or that only few trials crashed with, are not told", async () => {
  expect(await crashOf(["one", "another"])).toBeUndefined();
  expect(
    await crashOf(
      ["one", "one"],
      [2, 3].flatMap((index) => pairOf(index, "correct")),
    ),
  ).toBeUndefined();
  expect(await crashOf([""])).toBeUndefined();
});
