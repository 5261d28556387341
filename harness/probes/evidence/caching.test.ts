import { describe, expect, it } from "vitest";
import { at, jsonBody, right, runSmall, type SmallRun, says } from "../../testing/small-agents.ts";

const long = "Answer in a few plain sentences. ".repeat(300);
const method: SmallRun["method"] = [{ inject: "latency", with: { delay: "1s" } }];
/** Text of so many characters, with the usage that a provider would count. */
const brain: NonNullable<SmallRun["brain"]> = async ({ system, messages }) => ({
  ...says(right),
  usage: {
    inputTokens: Math.ceil((system.length + messages.reduce((sum, { text }) => sum + text.length, 0)) / 4),
    outputTokens: 5,
  },
});

/** Three turns behind a system prompt, with a look-up in between. */
const talking = (system: (turn: number) => string) => () => async () => {
  const messages: unknown[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    messages.push({ role: "user", content: `turn ${turn}` });
    const all = [{ role: "system", content: system(turn) }, ...messages];
    await fetch(`${at.openai}/chat/completions`, jsonBody({ model: "m", messages: all }));
    await fetch(`${at.orders}/orders/${turn}`);
  }
  return right;
};

/** The same with explicit cache breakpoints, which another provider wants. */
const marking = (system: (turn: number) => string) => () => async () => {
  const messages: unknown[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    messages.push({ role: "user", content: `turn ${turn}` }, { role: "assistant", content: "yes" });
    const marked = [{ type: "text", text: system(turn), cache_control: { type: "ephemeral" } }];
    const all = [...messages, { role: "user", content: "go on" }];
    const body = { model: "m", max_tokens: 50, system: marked, messages: all };
    await fetch(`${at.anthropic}/v1/messages`, jsonBody(body));
    await fetch(`${at.orders}/orders/${turn}`);
  }
  return right;
};

describe("prompt caching, from running agents", () => {
  it("is present where the beginning stays the same, whoever has to ask for it", async () => {
    const openai = await runSmall({ agent: talking(() => long), method, brain });
    expect(openai.evidence("E22", "openai")).toMatchObject({
      conclusion: "present",
      figures: { followUps: { mean: 2 }, missed: { mean: 0 } },
    });
    expect(openai.evidence("E22", "openai")?.figures["readShare"]?.mean).toBeGreaterThan(0.9);
    const anthropic = await runSmall({ agent: marking(() => long), method, brain });
    expect(anthropic.conclusion("E22", "anthropic")).toBe("present");
  });

  it("is absent where the time of day stands first", async () => {
    const { evidence } = await runSmall({ agent: talking(() => `It is ${Date.now()}. ${long}`), method, brain });
    expect(evidence("E22", "openai")).toMatchObject({
      conclusion: "absent",
      figures: { cacheReadTokens: { mean: 0 } },
    });
  });

  it("is violated where prompts are written to the cache and never read, or the beginning changes on the way", async () => {
    const never = await runSmall({ agent: marking((turn) => `Turn ${turn}. ${long}`), method, brain });
    expect(never.evidence("E22", "anthropic")).toMatchObject({ conclusion: "violated" });
    const once = await runSmall({ agent: talking((turn) => (turn === 2 ? `Hurry. ${long}` : long)), method, brain });
    expect(once.evidence("E22", "openai")).toMatchObject({ conclusion: "violated", figures: { missed: { mean: 1 } } });
  });

  it("cannot be told from one prompt, and is not looked for in short ones", async () => {
    const single = () => async () => {
      const messages = [
        { role: "system", content: long },
        { role: "user", content: "hi" },
      ];
      await fetch(`${at.openai}/chat/completions`, jsonBody({ model: "m", messages }));
      await fetch(`${at.orders}/orders/1`);
      return right;
    };
    expect((await runSmall({ agent: single, method, brain })).conclusion("E22", "openai")).toBe("cannot-tell");
    const short = await runSmall({ agent: talking(() => "Be brief."), method, brain });
    expect(short.evidence("E22", "openai")).toBeUndefined();
  });
});
