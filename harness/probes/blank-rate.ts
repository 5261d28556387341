import { defineProbe } from "../domain/judgement.ts";
import { isBlank, visitOf } from "../domain/visit.ts";
import { noParams } from "./no-params.ts";

export const blankRate = defineProbe({
  name: "blank-rate",
  summary:
    "Share of the visits to a page that showed nothing in the end, neither an answer nor an error. Lower is better.",
  unit: "share",
  better: "lower",
  aggregate: "proportion",
  params: noParams,
  measure({ primary }) {
    const visit = visitOf(primary.record);
    return visit && [isBlank(visit.view) ? 1 : 0];
  },
});
