import { defineProbe } from "../domain/judgement.ts";
import { timeWaited } from "./calls.ts";
import { noParams } from "./no-params.ts";

export const timeToAnswer = defineProbe({
  name: "time-to-answer",
  summary:
    "Milliseconds from the start of the trial to the answer; a task that hung or crashed counts with its deadline. Lower is better.",
  unit: "ms",
  better: "lower",
  aggregate: "p95",
  params: noParams,
  measure(trial, control) {
    const ms = timeWaited(trial, control);
    return ms === undefined ? undefined : [ms];
  },
});
