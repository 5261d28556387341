import { describe, expect, it } from "vitest";
import { at, jsonBody, right, runSmall, type SmallRun, says, wait } from "../../testing/small-agents.ts";

/** Asks the model what to do until it says something else than a tool, or `most` turns are over. */
const working =
  (most: number, atTheEnd: string, pace = 0) =>
  () =>
  async () => {
    const messages: unknown[] = [{ role: "user", content: "please" }];
    for (let turn = 0; turn < most; turn += 1) {
      const reply = await fetch(`${at.openai}/chat/completions`, jsonBody({ model: "m", messages }));
      const { message } = (
        (await reply.json()) as { choices: [{ message: { content: string; tool_calls?: [{ id: string }] } }] }
      ).choices[0];
      const [call] = message.tool_calls ?? [];
      if (!call) return message.content;
      const result = await fetch(`${at.orders}/orders/1`);
      messages.push(message, { role: "tool", tool_call_id: call.id, content: await result.text() });
      await wait(pace);
    }
    return atTheEnd;
  };
/** Asks for the order until it has seen it, `patience` times at the most. */
const stubborn =
  (patience: number): NonNullable<SmallRun["brain"]> =>
  async ({ messages }, _call, { id }) => {
    const results = messages.filter((message) => message.role === "tool");
    if (results.some(({ text }) => text.includes("ok"))) return says(right);
    return results.length >= patience
      ? says("I could not look that up.")
      : says("", [{ id: id("call_"), name: "get_order", arguments: '{"id":1}' }]);
  };
const method: SmallRun["method"] = [{ inject: "unavailable" }];
const sorry = "I could not finish this and have stopped after several attempts.";

describe("a loop, from running agents", () => {
  it("is stopped by the agent, which says so", async () => {
    const { evidence } = await runSmall({ agent: working(5, sorry), method, brain: stubborn(100) });
    expect(evidence("E28", "task")).toMatchObject({ conclusion: "present", figures: { identicalCalls: { mean: 5 } } });
    expect(evidence("E14", "task")).toMatchObject({ conclusion: "present", figures: { modelCalls: { mean: 5 } } });
  });

  it("goes on until the deadline where nothing stops it", async () => {
    const { evidence, conclusion } = await runSmall({
      agent: working(10_000, sorry, 100),
      method,
      brain: stubborn(100_000),
      deadline: 60_000,
    });
    expect(evidence("E28", "task")).toMatchObject({ conclusion: "absent" });
    expect(evidence("E28", "task")?.reason).toMatch(/until the time was up$/);
    expect(conclusion("E14", "task")).toBe("absent");
  });

  it("is stopped and nothing is said of it", async () => {
    const { conclusion } = await runSmall({ agent: working(5, ""), method, brain: stubborn(100) });
    expect([conclusion("E28", "task"), conclusion("E14", "task")]).toEqual(["violated", "violated"]);
  });

  it("is over before anyone had to stop it", async () => {
    const { conclusion } = await runSmall({ agent: working(10, sorry), method, brain: stubborn(4) });
    expect([conclusion("E28", "task"), conclusion("E14", "task")]).toEqual(["cannot-tell", "cannot-tell"]);
  });

  it("breaks the limit that the hypothesis declares", async () => {
    const { evidence } = await runSmall({
      agent: working(10, sorry),
      method,
      brain: stubborn(8),
      claims: [{ probe: "model-calls", atMost: 5 }],
    });
    expect(evidence("E14", "task")).toMatchObject({
      conclusion: "violated",
      reason: "9 model calls, more than 5",
      figures: { tokens: { n: 1 } },
    });
  });

  it("is none where the agent works as usual", async () => {
    const { evidence } = await runSmall({
      agent: working(5, sorry),
      method: [{ inject: "latency", with: { delay: "1s" } }],
      brain: stubborn(100),
    });
    expect([evidence("E28", "task"), evidence("E14", "task")]).toEqual([undefined, undefined]);
  });
});
