import type { Usage } from "../domain/conversation.ts";
import { defineProbe } from "../domain/judgement.ts";
import type { Dependency } from "../domain/system-map.ts";
import { noParams } from "./no-params.ts";

const million = 1_000_000;

export const cost = defineProbe({
  name: "cost",
  summary:
    "What the tokens of the task cost, by the prices in the system map; not known while a model that was called has none. Lower is better.",
  unit: "count",
  better: "lower",
  aggregate: "mean",
  params: noParams,
  measure({ primary }, _control, _params, pair) {
    const dependencies = pair?.experiment.target.map.dependencies;
    let total: number | undefined;
    for (const { started, ended } of primary.record.calls) {
      if (!ended?.usage) continue;
      const prices = dependencies?.findLast(({ name }) => name === started.dependency)?.prices;
      if (!prices) return undefined;
      total = (total ?? 0) + priceOf(ended.usage, prices);
    }
    return total === undefined ? undefined : [total];
  },
});

function priceOf(usage: Usage, prices: NonNullable<Dependency["prices"]>): number {
  const { inputTokens, outputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  const { input, output, cacheRead = input, cacheWrite = input } = prices;
  const fresh = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens);
  return (
    (fresh * input + cacheReadTokens * cacheRead + cacheWriteTokens * cacheWrite + outputTokens * output) / million
  );
}
