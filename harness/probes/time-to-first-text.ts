import { defineProbe } from "../domain/judgement.ts";
import { visitOf } from "../domain/visit.ts";
import { noParams } from "./no-params.ts";

export const timeToFirstText = defineProbe({
  name: "time-to-first-text",
  summary:
    "Milliseconds from the question at a page to the first words of an answer there; where none came, to the end of the task. Lower is better.",
  unit: "ms",
  better: "lower",
  aggregate: "p95",
  params: noParams,
  measure({ primary: { record } }) {
    const visit = visitOf(record);
    const end = record.ended?.t;
    return visit && end !== undefined ? [(visit.firstText ?? end) - visit.asked] : undefined;
  },
});
