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
    const priced = new Map((pair?.experiment.target.map.dependencies ?? []).map(({ name, prices }) => [name, prices]));
    const spent = primary.record.calls.flatMap(({ started, ended }) =>
      ended?.usage ? [{ usage: ended.usage, prices: priced.get(started.dependency) }] : [],
    );
    if (spent.length === 0) return undefined;
    let total = 0;
    for (const { usage, prices } of spent) {
      if (!prices) return undefined;
      total += priceOf(usage, prices);
    }
    return [total];
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
