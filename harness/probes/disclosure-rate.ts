import { againstControl } from "../domain/disclosure-against-control.ts";
import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const disclosureRate = defineProbe({
  name: "disclosure-rate",
  summary:
    "Of the tasks not answered right, the share whose answer says so or hands over, as the control arm does not. Higher is better.",
  unit: "share",
  better: "higher",
  aggregate: "proportion",
  params: noParams,
  measure(trial, control) {
    const { primary } = againstControl(trial, control);
    return primary.outcome === "correct" ? undefined : [primary.disclosed ? 1 : 0];
  },
});
