import { defineProbe } from "../domain/judgement.ts";
import { visitOf } from "../domain/visit.ts";
import { noParams } from "./no-params.ts";

export const timeToLastText = defineProbe({
  name: "time-to-last-text",
  summary:
    "Milliseconds from the question at a page until nothing changed there any more; where no answer came, to the end of the task. Lower is better.",
  unit: "ms",
  better: "lower",
  aggregate: "p95",
  params: noParams,
  measure({ primary: { record } }) {
    const visit = visitOf(record);
    const end = record.ended?.t;
    return visit && end !== undefined
      ? [(visit.view.answers.length > 0 && !visit.view.busy ? visit.settled : end) - visit.asked]
      : undefined;
  },
});
