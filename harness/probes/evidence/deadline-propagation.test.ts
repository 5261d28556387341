import { describe, expect, it } from "vitest";
import { at, right, runSmall, type SmallRun, wait } from "../../testing/small-agents.ts";

const order = `${at.orders}/orders/1`;
const sorry = "I could not look that up.";
const method: SmallRun["method"] = [{ inject: "hang" }];
const due: Partial<SmallRun> = { claims: [{ probe: "time-to-answer", atMost: 10_000 }] };

/** Tries up to four times with 4 s each; `left` cuts that to what there is. */
const trying = (left: (ms: number) => number) => () => async () => {
  const until = Date.now() + 9500;
  for (let attempt = 0; attempt < 4 && Date.now() < until; attempt += 1) {
    const limit = Math.min(4000, left(until - Date.now()));
    const response = await fetch(order, { signal: AbortSignal.timeout(limit) }).catch(() => undefined);
    if (response?.ok) return right;
  }
  return sorry;
};

describe("deadline propagation, from running agents", () => {
  it("is present where the last call is given no more than what is left", async () => {
    const { evidence } = await runSmall({ agent: trying((ms) => ms), method, ...due });
    expect(evidence("E6", "task")).toMatchObject({
      conclusion: "present",
      figures: { budgetMs: { mean: 10_000 }, remainingMs: { mean: 2000 }, limitMs: { mean: 1500 } },
    });
  });

  it("is absent where every call is given its usual time, whatever is left", async () => {
    const { evidence } = await runSmall({ agent: trying(() => 60_000), method, ...due });
    expect(evidence("E6", "task")).toMatchObject({
      conclusion: "absent",
      figures: { remainingMs: { mean: 2000 }, limitMs: { mean: 4000 } },
    });
    const hung = await runSmall({ agent: () => async () => ((await fetch(order)).ok ? right : sorry), method });
    expect(hung.conclusion("E6", "task")).toBe("absent");
  });

  it("is violated where the task ends in time and its calls do not", async () => {
    const agent = () => async () => ((await Promise.race([fetch(order), wait(9000)])) ? right : sorry);
    expect((await runSmall({ agent, method, ...due })).conclusion("E6", "task")).toBe("violated");
  });

  it("cannot be told where the time is never short", async () => {
    const agent = () => async () => {
      const response = await fetch(order, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
      return response ? right : sorry;
    };
    expect((await runSmall({ agent, method, ...due })).conclusion("E6", "task")).toBe("cannot-tell");
  });
});
