import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const hungRate = defineProbe({
  name: "hung-rate",
  summary: "Share of the tasks with no answer by the deadline. Lower is better.",
  unit: "share",
  better: "lower",
  aggregate: "proportion",
  params: noParams,
  measure: ({ primary }) => [primary.outcome === "hung" ? 1 : 0],
});
