import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const tokens = defineProbe({
  name: "tokens",
  summary: "Tokens read and written by models within the task, as the provider counted them. Lower is better.",
  unit: "tokens",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure({ primary }) {
    const used = primary.record.calls.flatMap(({ ended }) => (ended?.usage ? [ended.usage] : []));
    return used.length === 0
      ? undefined
      : [used.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)];
  },
});
