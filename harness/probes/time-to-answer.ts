import { defineProbe } from "../domain/judgement.ts";
import { timeToAnswer as timeOf } from "./calls.ts";
import { noParams } from "./no-params.ts";

export const timeToAnswer = defineProbe({
  name: "time-to-answer",
  summary:
    "Milliseconds from the start of the trial to the answer; a hung task counts with its deadline. Lower is better.",
  unit: "ms",
  better: "lower",
  aggregate: "p95",
  params: noParams,
  measure({ primary }) {
    const ms = timeOf(primary);
    return ms === undefined ? undefined : [ms];
  },
});
