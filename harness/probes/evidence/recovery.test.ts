import { describe, expect, it } from "vitest";
import { wholeReply } from "../../domain/wire.ts";
import { at, right, runSmall, type SmallRun, wait } from "../../testing/small-agents.ts";

/** Reads the order every two seconds for a minute and a half; `elsewhere` decides who is asked after a failure. */
const polling = (after: (failures: number) => string) => () => async () => {
  let failures = 0;
  for (let tick = 0; tick < 45; tick += 1) {
    const response = await fetch(failures === 0 ? `${at.orders}/orders/1` : after(failures)).catch(() => undefined);
    if (!response?.ok) failures += 1;
    await wait(2000);
  }
  return right;
};
const passing: SmallRun["method"] = [{ inject: "unavailable", when: { window: { from: 0, to: 11_000 } } }];

describe("recovery, from running agents", () => {
  it("is present where the dependency is used again: how long after the end of the window", async () => {
    const { evidence } = await runSmall({ agent: polling(() => `${at.orders}/orders/1`), method: passing });
    const found = evidence("E25", "orders");
    expect(found).toMatchObject({ conclusion: "present", figures: { residualErrors: { max: 0 } } });
    expect(found?.figures["recoveryMs"]?.mean).toBeGreaterThan(900);
    expect(found?.figures["recoveryMs"]?.mean).toBeLessThan(1200);
  });

  it("is absent where a fallback is never left again", async () => {
    const { evidence } = await runSmall({ agent: polling(() => `${at.backup}/orders/1`), method: passing });
    expect(evidence("E25", "orders")).toMatchObject({ conclusion: "absent", figures: { callsAfter: { max: 0 } } });
  });

  it("is violated where errors are left behind", async () => {
    const { evidence } = await runSmall({
      agent: polling((failures) => `${at.orders}/orders/1?session=${failures}`),
      method: passing,
      world: ({ url }) => (url.includes("session") ? wholeReply(410, {}, "gone") : { ok: true }),
    });
    expect(evidence("E25", "orders")).toMatchObject({ conclusion: "violated" });
    expect(evidence("E25", "orders")?.figures["residualErrors"]?.mean).toBeGreaterThan(10);
  });

  it("cannot be told where the task ends before the fault, and is not looked for where the fault has no end", async () => {
    const agent = () => async () => ((await fetch(`${at.orders}/orders/1`)).ok ? right : "I could not look that up.");
    expect((await runSmall({ agent, method: passing })).conclusion("E25", "orders")).toBe("cannot-tell");
    const lasting = await runSmall({ agent, method: [{ inject: "unavailable" }] });
    expect(lasting.evidence("E25", "orders")).toBeUndefined();
  });
});
