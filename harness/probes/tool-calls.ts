import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const toolCalls = defineProbe({
  name: "tool-calls",
  summary: "Calls to tools and knowledge bases within the task, retries included. Lower is better.",
  unit: "count",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure: ({ primary }) => [
    primary.record.calls.filter(({ started: { boundary } }) => boundary === "tool" || boundary === "retrieval").length,
  ],
});
