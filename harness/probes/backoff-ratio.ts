import { inContext, retryChains } from "../domain/attempts.ts";
import { defineProbe } from "../domain/judgement.ts";
import { callsOf } from "./calls.ts";
import { noParams } from "./no-params.ts";

export const backoffRatio = defineProbe({
  name: "backoff-ratio",
  summary:
    "How much each wait before a retry grows over the one before; 1 = fixed waits, 2 = doubling. Higher is better.",
  unit: "ratio",
  better: "higher",
  aggregate: "p50",
  params: noParams,
  measure(trial) {
    const ratios: number[] = [];
    for (const attempts of retryChains(callsOf(trial))) {
      if (attempts.some(inContext)) continue;
      const gaps: number[] = [];
      for (const [index, { started }] of attempts.entries()) {
        const before = attempts[index - 1];
        if (before) gaps.push(Math.max(0, started.t - (before.ended?.t ?? before.started.t)));
      }
      for (const [index, gap] of gaps.entries()) {
        const before = gaps[index - 1];
        if (before === undefined) continue;
        // No wait followed by no wait is a fixed wait; growth from nothing has no ratio.
        if (before > 0) ratios.push(gap / before);
        else if (gap === 0) ratios.push(1);
      }
    }
    return ratios.length === 0 ? undefined : ratios;
  },
});
