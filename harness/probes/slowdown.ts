import { defineProbe } from "../domain/judgement.ts";
import { timeToAnswer } from "./calls.ts";
import { noParams } from "./no-params.ts";

export const slowdown = defineProbe({
  name: "slowdown",
  summary: "Time to answer against the control arm's; 1 = no slower. Lower is better.",
  unit: "ratio",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure(trial, control) {
    const here = timeToAnswer(trial.primary);
    const usual = timeToAnswer(control.primary);
    return here === undefined || usual === undefined || usual <= 0 ? undefined : [here / usual];
  },
});
