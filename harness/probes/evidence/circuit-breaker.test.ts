import { ConsecutiveBreaker, circuitBreaker, handleAll } from "cockatiel";
import { describe, expect, it } from "vitest";
import { at, jsonBody, right, runSmall, says, wait } from "../../testing/small-agents.ts";

const order = async (id: number): Promise<boolean> => {
  const response = await fetch(`${at.orders}/orders/${id}`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return true;
};
const down = { inject: "unavailable" };

/** Looks eight orders up; the bystander comes a little later. */
const shop =
  (guard: () => (ask: () => Promise<boolean>) => Promise<boolean>, pause = 100, orders = 8) =>
  () => {
    const guarded = guard();
    return async ({ id }: { readonly id: string }) => {
      if (id === "later") await wait(2000);
      let found = 0;
      for (let one = 1; one <= (id === "later" ? 1 : orders); one += 1) {
        if (await guarded(() => order(one)).catch(() => false)) found += 1;
        else await wait(pause);
      }
      return found > 0 ? right : "I could not look that up.";
    };
  };
const breaker = (failures: number, pause: number) => () => {
  const policy = circuitBreaker(handleAll, { breaker: new ConsecutiveBreaker(failures), halfOpenAfter: pause });
  return (ask: () => Promise<boolean>) => policy.execute(ask);
};

describe("a circuit breaker, from running agents", () => {
  it("is present where a later task finds it open: when it tripped, and that nothing leaked", async () => {
    const { evidence } = await runSmall({
      agent: shop(breaker(4, 30_000)),
      method: [down],
      bystanders: ["later"],
    });
    expect(evidence("E1", "orders")).toMatchObject({
      conclusion: "present",
      reason: "left alone after 4 failures in 300ms: 1 call not made, 0 leaked calls, 0 trial calls",
      figures: { failures: { mean: 4 }, tripMs: { mean: 300 }, leakedCalls: { mean: 0 }, probes: { mean: 0 } },
    });
  });

  it("is present where the model goes on asking: with its trial calls, and how long it stayed open", async () => {
    const agent = () => {
      const guarded = breaker(3, 1500)();
      return async () => {
        for (let turn = 0; turn < 8; turn += 1) {
          await fetch(
            `${at.openai}/chat/completions`,
            jsonBody({ model: "m", messages: [{ role: "user", content: `turn ${turn}` }] }),
          );
          await guarded(() => order(turn)).catch(() => false);
        }
        return "I could not look that up.";
      };
    };
    const { evidence } = await runSmall({
      agent,
      method: [down],
      brain: async (_conversation, _call, { id }) =>
        says("", [{ id: id("call_"), name: "GET /orders/:id", arguments: "{}" }]),
      experiment: {},
    });
    const found = evidence("E1", "orders");
    expect([found?.conclusion, found?.figures["probes"]?.mean, found?.figures["failures"]?.mean]).toEqual([
      "present",
      1,
      3,
    ]);
    expect(found?.figures["openMs"]?.mean).toBeGreaterThanOrEqual(1500);
  });

  it("is present where a fallback is used at once, after it has been needed a few times", async () => {
    const agent = () => {
      const guarded = breaker(3, 60_000)();
      return async () => {
        for (let one = 1; one <= 6; one += 1) {
          if (!(await guarded(() => order(one)).catch(() => false))) await fetch(`${at.backup}/orders/${one}`);
        }
        return right;
      };
    };
    const { evidence } = await runSmall({ agent, method: [down] });
    expect(evidence("E1", "orders")).toMatchObject({ conclusion: "present", figures: { failures: { mean: 3 } } });
  });

  it("is absent where a dead dependency is called on and on", async () => {
    const { evidence } = await runSmall({ agent: shop(() => (ask) => ask(), 100, 12), method: [down] });
    expect(evidence("E1", "orders")).toMatchObject({
      conclusion: "absent",
      reason: "7 further calls after 5 failures in a row, 12 in all",
      figures: { leakedCalls: { mean: 7 } },
    });
  });

  it("is violated where a task looks at it only before it begins", async () => {
    const agent = () => {
      let failures = 0;
      return async ({ id }: { readonly id: string }) => {
        if (id === "later") await wait(2000);
        if (failures >= 3) return "Orders are out of order.";
        for (let one = 1; one <= 12; one += 1) {
          await order(one).catch(() => {
            failures += 1;
          });
          await wait(300);
        }
        return failures > 0 ? "I could not look that up." : right;
      };
    };
    const { evidence } = await runSmall({ agent, method: [down], bystanders: ["later"] });
    expect(evidence("E1", "orders")).toMatchObject({
      conclusion: "violated",
      reason: "left alone after 7 failures in 1.8s, and yet 5 calls went through",
    });
  });

  it("is not taken for one where calls fail in the very moment in which the model is asked again", async () => {
    const agent = () => async () => {
      for (let turn = 0; turn < 4; turn += 1) {
        await fetch(
          `${at.openai}/chat/completions`,
          jsonBody({ model: "m", messages: [{ role: "user", content: `turn ${turn}` }] }),
        );
        for (let attempt = 0; attempt < 3; attempt += 1) await order(turn).catch(() => false);
      }
      return "I could not look that up.";
    };
    const { conclusion } = await runSmall({
      agent,
      method: [down],
      brain: async (_conversation, _call, { id }) =>
        says("", [{ id: id("call_"), name: "GET /orders/:id", arguments: "{}" }]),
    });
    expect(conclusion("E1", "orders")).toBe("absent");
  });

  it("cannot be told from a few failures after which nothing more was wanted", async () => {
    const { evidence } = await runSmall({ agent: shop(() => (ask) => ask(), 100, 3), method: [down] });
    expect(evidence("E1", "orders")).toMatchObject({ conclusion: "cannot-tell", figures: { failures: { mean: 3 } } });
  });
});
