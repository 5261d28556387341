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
    if (!pair) {
      const calls = callsUnderFault(trial);
      return ratio(calls.length, retryChains(calls).length);
    }
    // The same from the pair's own chains, which others ask for as well.
    const { faulted, chains } = pair.here;
    let calls = 0;
    let meant = 0;
    for (const chain of chains) {
      if (faulted.size > 0 && !faulted.has(chain[0]?.started.dependency ?? "")) continue;
      calls += chain.length;
      meant += 1;
    }
    return ratio(calls, meant);
  },
});
