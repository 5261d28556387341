import { callsByOperation } from "../domain/attempts.ts";
import { defineProbe } from "../domain/judgement.ts";
import { callsOf } from "./calls.ts";
import { noParams } from "./no-params.ts";

/** Timers may fire a little early, and clients round to whole seconds. */
const tolerance = 0.99;

export const retryAfterHonoured = defineProbe({
  name: "retry-after-honoured",
  summary:
    "Share of the announced waits (Retry-After) that the next call to the same operation kept. Higher is better.",
  unit: "share",
  better: "higher",
  aggregate: "proportion",
  params: noParams,
  measure(trial) {
    const values: number[] = [];
    for (const calls of callsByOperation(callsOf(trial))) {
      for (const [index, { ended }] of calls.entries()) {
        if (ended?.retryAfterMs === undefined) continue;
        const next = calls.slice(index + 1).find(({ started }) => started.t >= ended.t);
        if (next) values.push(next.started.t - ended.t >= ended.retryAfterMs * tolerance ? 1 : 0);
      }
    }
    return values.length === 0 ? undefined : values;
  },
});
