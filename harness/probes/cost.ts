import { defineProbe } from "../domain/judgement.ts";
import { priceOf } from "../domain/prices.ts";
import { noParams } from "./no-params.ts";

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
