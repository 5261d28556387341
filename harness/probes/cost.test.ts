import { describe, expect, test } from "vitest";
import type { Usage } from "../domain/conversation.ts";
import type { Experiment } from "../domain/experiment.ts";
import { openPair } from "../domain/pair.ts";
import type { Dependency } from "../domain/system-map.ts";
import { cost } from "./cost.ts";
import { trial } from "./testing/pairs.ts";

const base = trial("treatment", {
  calls: [
    { dependency: "gpt", from: 0 },
    { dependency: "gpt", from: 10 },
  ],
});
const used = (usages: readonly Usage[]) => ({
  ...base,
  primary: {
    ...base.primary,
    record: {
      ...base.primary.record,
      calls: base.primary.record.calls.map((call, index) => {
        const usage = usages[index];
        return call.ended && usage ? { ...call, ended: { ...call.ended, usage } } : call;
      }),
    },
  },
});
const measure = (usages: readonly Usage[], prices: Dependency["prices"]) => {
  const treatment = used(usages);
  const dependencies = [{ name: "gpt", ...(prices ? { prices } : {}) }];
  const experiment = { target: { map: { dependencies } } } as unknown as Experiment;
  return cost.measure(treatment, treatment, {}, openPair(treatment, treatment, experiment));
};

describe("cost", () => {
  test("adds up what was read, cached and written", () => {
    const prices = { input: 2, output: 8, cacheRead: 0.5, cacheWrite: 2.5 };
    const usages = [
      { inputTokens: 1_000_000, outputTokens: 0 },
      { inputTokens: 1000, outputTokens: 100, cacheReadTokens: 600, cacheWriteTokens: 200 },
    ];
    expect(measure(usages, prices)).toEqual([2 + (200 * 2 + 600 * 0.5 + 200 * 2.5 + 100 * 8) / 1e6]);
    expect(measure(usages, { input: 2, output: 8 })).toEqual([2 + (1000 * 2 + 100 * 8) / 1e6]);
  });
  test("is not known without prices or without usage", () => {
    expect(measure([{ inputTokens: 1, outputTokens: 1 }], undefined)).toBeUndefined();
    expect(measure([], { input: 1, output: 1 })).toBeUndefined();
  });
});
