import { z } from "zod";
import { defineProbe } from "../domain/judgement.ts";

export const escalationRate = defineProbe({
  name: "escalation-rate",
  summary:
    "Share of the tasks handed over to a person by an effect in the world. Lower is better where the task can be done.",
  unit: "share",
  better: "lower",
  aggregate: "proportion",
  params: z.strictObject({
    /** Effect kinds that hand over. */
    kinds: z.array(z.string()).min(1).default(["escalation"]),
  }),
  measure: ({ primary: { record } }, _control, { kinds }) => [
    record.ended?.effects.some(({ kind }) => kinds.includes(kind)) ? 1 : 0,
  ],
});
