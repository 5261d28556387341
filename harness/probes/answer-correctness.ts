import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const answerCorrectness = defineProbe({
  name: "answer-correctness",
  summary: "Share of the tasks answered right: every required fact and change, nothing forbidden. Higher is better.",
  unit: "share",
  better: "higher",
  aggregate: "proportion",
  params: noParams,
  measure: ({ primary }) => [primary.outcome === "correct" ? 1 : 0],
});
