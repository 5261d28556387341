import { expect, test } from "vitest";
import type { Experiment } from "../../domain/experiment.ts";
import { openPair } from "../../domain/pair.ts";
import { judgeTrial } from "../judge-trial.ts";
import { openFindings } from "./index.ts";
import { experiment, run } from "./testing/run.ts";

/** Twelve trials over so many tasks, each with one retry after so long. */
function retriedAfter(wait: (trial: number) => number, tasks: number) {
  const names = Array.from({ length: tasks }, (_, index) => `task-${index}`);
  const [first] = experiment.tasks;
  const of: Experiment = { ...experiment, tasks: names.flatMap((id) => (first ? [{ ...first, id }] : [])) };
  const findings = openFindings(of);
  for (let trial = 0; trial < 12; trial += 1) {
    const task = names[trial % tasks] ?? "";
    const calls = [
      { at: 0, fault: "failure", end: { status: 500 } },
      { at: 10 + wait(trial), attempt: 2 },
    ];
    const judged = (arm: "control" | "treatment") =>
      judgeTrial(run(arm, { task, ...(arm === "treatment" ? { calls } : {}) }, `p${trial}`), of);
    findings.see(openPair(judged("treatment"), judged("control"), of), new Map());
  }
  return findings.finish();
}

test("waits that are the same for every task are found, once, with their count", () => {
  expect(retriedAfter(() => 500, 4)).toMatchObject([{ code: "no-jitter", severity: "low", count: 12 }]);
});

test("waits with chance in them are not, nor those of a few tasks alone, nor those that are none", () => {
  expect(retriedAfter((trial) => 400 + ((trial * 37) % 200), 4)).toEqual([]);
  expect(retriedAfter(() => 500, 3)).toEqual([]);
  expect(retriedAfter(() => 20, 4)).toEqual([]);
});
