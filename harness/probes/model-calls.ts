import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const modelCalls = defineProbe({
  name: "model-calls",
  summary: "Calls to models within the task, retries included. Lower is better.",
  unit: "count",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure: ({ primary }) => [primary.record.calls.filter(({ started }) => started.boundary === "model").length],
});
