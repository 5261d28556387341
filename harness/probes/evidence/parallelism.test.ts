import { describe, expect, it } from "vitest";
import { at, jsonBody, right, runSmall, type SmallRun, says } from "../../testing/small-agents.ts";

const method: SmallRun["method"] = [{ inject: "latency", with: { delay: "1s" } }];
/** Asks for three look-ups at once, then answers. */
const brain: NonNullable<SmallRun["brain"]> = async ({ messages }, _call, { id }) =>
  messages.length > 1
    ? says(right)
    : says(
        "",
        ["a", "b", "c"].map((name) => ({ id: id("call_"), name: `get_${name}`, arguments: "{}" })),
      );

const ask = (messages: readonly string[]) =>
  fetch(
    `${at.openai}/chat/completions`,
    jsonBody({ model: "m", messages: messages.map((content) => ({ role: "user", content })) }),
  );
const urls = [`${at.orders}/orders/1`, `${at.stock}/stock/1`, `${at.backup}/orders/1`];

const working = (run: (urls: readonly string[]) => Promise<unknown>) => () => async () => {
  await ask(["please"]);
  await run(urls);
  await ask(["please", "results"]);
  return right;
};
const inTurn = async (all: readonly string[], init?: RequestInit): Promise<void> => {
  for (const url of all) await fetch(url, init);
};
const sideBySide = (all: readonly string[]): Promise<unknown> => Promise.all(all.map((url) => fetch(url)));

describe("parallelism, from running agents", () => {
  it("is present where look-ups of one turn overlap", async () => {
    const { evidence } = await runSmall({ agent: working(sideBySide), method, brain });
    const found = evidence("E23", "task");
    expect(found?.conclusion).toBe("present");
    expect(found?.figures["wallMs"]?.mean).toBeLessThan(1100);
    expect(found?.figures["sumMs"]?.mean).toBeGreaterThan(1100);
  });

  it("is absent where they run one after another", async () => {
    const { evidence } = await runSmall({ agent: working((all) => inTurn(all)), method, brain });
    expect(evidence("E23", "task")).toMatchObject({ conclusion: "absent" });
    expect(evidence("E23", "task")?.figures["overlap"]?.mean).toBeCloseTo(1, 2);
  });

  it("is violated where trouble makes them wait for each other", async () => {
    const twice: NonNullable<SmallRun["brain"]> = async (conversation, call, context) =>
      brain({ ...conversation, messages: conversation.messages.slice(1) }, call, context);
    const careful = () => async () => {
      const messages = ["please", "again"];
      let slow = false;
      for (let turn = 1; turn <= 2; turn += 1) {
        await ask(messages.slice(0, turn));
        const began = Date.now();
        await (slow ? inTurn(urls) : sideBySide(urls));
        slow = Date.now() - began > 500;
      }
      return right;
    };
    const { evidence } = await runSmall({ agent: careful, method, brain: twice });
    expect(evidence("E23", "task")).toMatchObject({ conclusion: "violated", figures: { groups: { mean: 2 } } });
  });

  it("cannot be told of changes, and is not looked for where a turn asks for one thing", async () => {
    const changes = (all: readonly string[]) => inTurn(all, { method: "POST" });
    expect((await runSmall({ agent: working(changes), method, brain })).conclusion("E23", "task")).toBe("cannot-tell");
    const one = await runSmall({ agent: working(sideBySide), method });
    expect(one.evidence("E23", "task")).toBeUndefined();
  });
});
