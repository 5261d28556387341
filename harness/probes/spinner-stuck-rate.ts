import { defineProbe } from "../domain/judgement.ts";
import { visitOf } from "../domain/visit.ts";
import { noParams } from "./no-params.ts";

export const spinnerStuckRate = defineProbe({
  name: "spinner-stuck-rate",
  summary: "Share of the visits to a page that were left while it still said that it was at work. Lower is better.",
  unit: "share",
  better: "lower",
  aggregate: "proportion",
  params: noParams,
  measure({ primary }) {
    const visit = visitOf(primary.record);
    return visit && [visit.view.busy ? 1 : 0];
  },
});
