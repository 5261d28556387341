import { retryChains } from "../domain/attempts.ts";
import { defineProbe } from "../domain/judgement.ts";
import { callsUnderFault } from "./calls.ts";
import { noParams } from "./no-params.ts";

export const maxAttempts = defineProbe({
  name: "max-attempts",
  summary: "Most attempts at one call to a failed dependency. Lower is better.",
  unit: "count",
  better: "lower",
  aggregate: "max",
  params: noParams,
  measure(trial) {
    const calls = callsUnderFault(trial);
    return calls.length === 0 ? undefined : [Math.max(...retryChains(calls).map(({ length }) => length))];
  },
});
