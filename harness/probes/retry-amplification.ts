import { retryChains } from "../domain/attempts.ts";
import { defineProbe } from "../domain/judgement.ts";
import { callsUnderFault } from "./calls.ts";
import { noParams } from "./no-params.ts";

const ratio = (calls: number, meant: number): readonly number[] | undefined =>
  calls === 0 ? undefined : [calls / meant];

export const retryAmplification = defineProbe({
  name: "retry-amplification",
  summary: "Calls that reached the failed dependencies for each call that was meant; 1 = no retries. Lower is better.",
  unit: "ratio",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure(trial, _control, _params, pair) {
    if (pair?.here.faulted.size === 0) return ratio(pair.here.calls.length, pair.here.chains.length);
    const calls = callsUnderFault(trial);
    return ratio(calls.length, retryChains(calls).length);
  },
});
