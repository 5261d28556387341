import { defineProbe } from "../domain/judgement.ts";
import { visitOf } from "../domain/visit.ts";
import { noParams } from "./no-params.ts";

export const duplicateSubmissionRate = defineProbe({
  name: "duplicate-submission-rate",
  summary:
    "Share of the visits to a page at which one question stands more often than in the control arm. Lower is better.",
  unit: "share",
  better: "lower",
  aggregate: "proportion",
  params: noParams,
  measure(trial, control) {
    const [here, usual] = [
      visitOf(trial.primary.record)?.view.questions,
      visitOf(control.primary.record)?.view.questions,
    ];
    return here === undefined || usual === undefined ? undefined : [here > Math.max(1, usual) ? 1 : 0];
  },
});
