import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const completionRate = defineProbe({
  name: "completion-rate",
  summary: "Share of the tasks that got any answer that is not empty, right or wrong. Higher is better.",
  unit: "share",
  better: "higher",
  aggregate: "proportion",
  params: noParams,
  measure: ({ primary: { record } }) => [
    record.ended?.end === "answered" && (record.ended.answer ?? "").trim() !== "" ? 1 : 0,
  ],
});
