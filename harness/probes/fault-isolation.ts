import { z } from "zod";
import { parseDuration } from "../domain/duration.ts";
import { defineProbe } from "../domain/judgement.ts";
import { faultedIn, timeToAnswer } from "./calls.ts";

const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = parseDuration(value);
  if (ms === undefined) context.addIssue({ code: "custom", message: 'a duration such as "500ms" or "2s"' });
  return ms ?? 0;
});

export const faultIsolation = defineProbe({
  name: "fault-isolation",
  summary:
    "Share of the bystanders left unharmed: tasks at the same time that do not need the failed dependency and are still right and in time. Higher is better.",
  unit: "share",
  better: "higher",
  aggregate: "proportion",
  ofBystanders: true,
  params: z.strictObject({
    /** A bystander may take this many times as long as in the control arm … */
    slowdown: z.number().min(1).default(3),
    /** … and this much longer. */
    grace: duration.default(500),
  }),
  measure(trial, control, { slowdown, grace }) {
    if (control.bystanders.length === 0) return undefined;
    const faulted = faultedIn(trial);
    const values: number[] = [];
    for (const twin of control.bystanders) {
      const needs = twin.record.calls.some(({ started }) => faulted.has(started.dependency));
      const usual = timeToAnswer(twin);
      if (twin.outcome !== "correct" || needs || usual === undefined) continue;
      const here = trial.bystanders.find(({ record }) => record.task === twin.record.task);
      const took = here && timeToAnswer(here);
      values.push(here?.outcome === "correct" && took !== undefined && took <= usual * slowdown + grace ? 1 : 0);
    }
    return values.length === 0 ? undefined : values;
  },
});
