import { defineProbe } from "../domain/judgement.ts";
import { visitOf } from "../domain/visit.ts";
import { noParams } from "./no-params.ts";

export const doubleAnswerRate = defineProbe({
  name: "double-answer-rate",
  summary:
    "Share of the visits to a page that show more answers to one question than the control arm does. Lower is better.",
  unit: "share",
  better: "lower",
  aggregate: "proportion",
  params: noParams,
  measure(trial, control) {
    const [here, usual] = [visitOf(trial.primary.record), visitOf(control.primary.record)];
    return here && usual && [here.view.answers.length > Math.max(1, usual.view.answers.length) ? 1 : 0];
  },
});
