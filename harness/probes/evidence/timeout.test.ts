import { describe, expect, it } from "vitest";
import { at, right, runSmall, type SmallRun, wait } from "../../testing/small-agents.ts";

const order = `${at.orders}/orders/1`;
const sorry = "I could not look that up.";
const hang: SmallRun["method"] = [{ inject: "hang" }];
const slow: SmallRun["method"] = [{ inject: "latency", with: { delay: "40s" } }];

/** Gives up after each of these times, ms. */
const patient =
  (...limits: readonly number[]) =>
  () =>
  async () => {
    for (const limit of limits) {
      const response = await fetch(order, { signal: AbortSignal.timeout(limit) }).catch(() => undefined);
      if (response?.ok) return right;
    }
    return sorry;
  };
const waiting = () => async () => ((await fetch(order)).ok ? right : sorry);

describe("a timeout, from running agents", () => {
  it("is present where the service sees the call closed, at the same time in every trial", async () => {
    const { evidence } = await runSmall({ agent: patient(4000, 4000), method: hang, repeats: 3 });
    expect(evidence("E5", "orders")).toMatchObject({
      conclusion: "present",
      reason: "2 calls given up after 4s",
      figures: { timeoutMs: { mean: 4000, sd: 0, n: 3 }, leftOpen: { max: 0 } },
    });
  });

  it("is absent where a slow call is waited for, or the task's own deadline ends it", async () => {
    const waited = await runSmall({ agent: waiting, method: slow });
    expect(waited.evidence("E5", "orders")).toMatchObject({
      conclusion: "absent",
      reason: expect.stringMatching(/^waited 40(\.\d)?s for a call that usually takes 5\dms$/),
    });
    const hung = await runSmall({
      agent: () => async (_task, signal) => ((await fetch(order, { signal })).ok ? right : sorry),
      method: hang,
    });
    expect(hung.conclusion("E5", "orders")).toBe("absent");
  });

  it("is violated where the agent goes on and leaves the call open", async () => {
    const agent = () => async () => {
      const first = await Promise.race([fetch(order), wait(2000)]);
      return first ? right : sorry;
    };
    expect((await runSmall({ agent, method: hang })).evidence("E5", "orders")).toMatchObject({
      conclusion: "violated",
      figures: { leftOpen: { mean: 1 } },
    });
    const again = () => async () => {
      const first = await Promise.race([fetch(order), wait(2000)]);
      const second = first ?? (await Promise.race([fetch(order), wait(2000)]));
      await wait(60_000);
      return second ? right : sorry;
    };
    expect((await runSmall({ agent: again, method: slow })).conclusion("E5", "orders")).toBe("violated");
  });

  it("is violated where it holds for one call and not for another, or comes after the answer was due", async () => {
    expect((await runSmall({ agent: patient(3000, 90_000), method: slow })).conclusion("E5", "orders")).toBe(
      "violated",
    );
    const late = await runSmall({
      agent: patient(15_000),
      method: hang,
      claims: [{ probe: "time-to-answer", atMost: 10_000 }],
    });
    expect(late.conclusion("E5", "orders")).toBe("violated");
  });

  it("cannot be told from a call that was slow and not too slow, nor from a hedge whose loser is closed", async () => {
    const method: SmallRun["method"] = [{ inject: "latency", with: { delay: "3s" } }];
    expect((await runSmall({ agent: waiting, method })).conclusion("E5", "orders")).toBe("cannot-tell");
    const hedging = () => async () => {
      const loser = new AbortController();
      const first = fetch(order, { signal: loser.signal }).catch(() => undefined);
      const won = (await Promise.race([first, wait(1000)])) ?? (await fetch(order));
      loser.abort();
      return won?.ok ? right : sorry;
    };
    const hedged = await runSmall({ agent: hedging, method: [{ ...slow[0], inject: "latency", when: { first: 1 } }] });
    expect(hedged.evidence("E5", "orders")?.figures["leftOpen"]?.max).toBe(0);
    expect(hedged.conclusion("E5", "orders")).toBe("present");
  });
});
