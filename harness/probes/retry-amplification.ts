import { retryChains } from "../domain/attempts.ts";
import { defineProbe } from "../domain/judgement.ts";
import { callsUnderFault } from "./calls.ts";
import { noParams } from "./no-params.ts";

export const retryAmplification = defineProbe({
  name: "retry-amplification",
  summary: "Calls that reached the failed dependencies for each call that was meant; 1 = no retries. Lower is better.",
  unit: "ratio",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure(trial) {
    const calls = callsUnderFault(trial);
    return calls.length === 0 ? undefined : [calls.length / retryChains(calls).length];
  },
});
