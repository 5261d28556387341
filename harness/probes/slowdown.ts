import { defineProbe } from "../domain/judgement.ts";
import { timeToAnswer, timeWaited } from "./calls.ts";
import { noParams } from "./no-params.ts";

export const slowdown = defineProbe({
  name: "slowdown",
  summary:
    "Time to answer against the control arm's; 1 = no slower; a task that hung or crashed counts with its deadline. Lower is better.",
  unit: "ratio",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure(trial, control) {
    const here = timeWaited(trial, control);
    const usual = timeToAnswer(control.primary);
    return here === undefined || usual === undefined || usual <= 0 ? undefined : [here / usual];
  },
});
