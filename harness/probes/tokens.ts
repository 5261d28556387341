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
    let total: number | undefined;
    for (const { ended } of primary.record.calls)
      if (ended?.usage) total = (total ?? 0) + ended.usage.inputTokens + ended.usage.outputTokens;
    return total === undefined ? undefined : [total];
  },
});
