import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const crashRate = defineProbe({
  name: "crash-rate",
  summary: "Share of the tasks that ended in an error of the agent. Lower is better.",
  unit: "share",
  better: "lower",
  aggregate: "proportion",
  params: noParams,
  measure: ({ primary }) => [primary.outcome === "crashed" ? 1 : 0],
});
