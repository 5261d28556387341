import { defineProbe } from "../domain/judgement.ts";
import { faultedIn } from "./calls.ts";
import { noParams } from "./no-params.ts";

export const spill = defineProbe({
  name: "spill",
  summary:
    "Calls to healthy dependencies within the task, against the control arm: above 1 the fault was passed on as extra load. Lower is better.",
  unit: "ratio",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure(trial, control) {
    const faulted = faultedIn(trial);
    const healthy = (one: typeof trial): number =>
      one.primary.record.calls.filter(({ started }) => !faulted.has(started.dependency)).length;
    const usual = healthy(control);
    return usual === 0 ? undefined : [healthy(trial) / usual];
  },
});
