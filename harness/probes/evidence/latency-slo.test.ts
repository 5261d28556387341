import { describe, expect, it } from "vitest";
import { at, jsonBody, right, runSmall, type SmallRun, wait } from "../../testing/small-agents.ts";

const messages = [{ role: "user", content: "please tell me all of it, at some length" }];
const asking = () => async (_task: unknown, signal: AbortSignal) => {
  const body = { model: "m", messages, stream: true, stream_options: { include_usage: true } };
  await (await fetch(`${at.openai}/chat/completions`, { ...jsonBody(body), signal })).text();
  return right;
};
const late = (delay: string): SmallRun["method"] => [{ inject: "latency", into: "openai", with: { delay } }];
const slowTokens: SmallRun["method"] = [{ inject: "slow-tokens", into: "openai", with: { gap: "200ms" } }];
const due: Partial<SmallRun> = {
  claims: [
    { probe: "time-to-answer", atMost: 5000 },
    { probe: "time-to-first-token", atMost: 2000 },
  ],
};

describe("a latency objective, from running agents", () => {
  it("is kept, end to end and to the first token", async () => {
    const { evidence } = await runSmall({ agent: asking, method: late("1s"), ...due });
    expect(evidence("E21", "answer")).toMatchObject({ conclusion: "present", figures: { limitMs: { mean: 5000 } } });
    expect(evidence("E21", "first-token")).toMatchObject({ conclusion: "present" });
    expect(evidence("E21", "answer")?.figures["slowdown"]?.mean).toBeGreaterThan(2);
  });

  it("is missed", async () => {
    const { conclusion } = await runSmall({ agent: asking, method: late("6s"), ...due });
    expect([conclusion("E21", "answer"), conclusion("E21", "first-token")]).toEqual(["violated", "violated"]);
  });

  it("is missed by having no answer at all", async () => {
    const { conclusion } = await runSmall({ agent: asking, method: [{ inject: "hang", into: "openai" }] });
    expect(conclusion("E21", "answer")).toBe("absent");
  });

  it("cannot be told where none is declared; the figures are there", async () => {
    const { evidence } = await runSmall({ agent: asking, method: slowTokens });
    expect(evidence("E21", "answer")).toMatchObject({ conclusion: "cannot-tell" });
    expect(evidence("E21", "answer")?.figures["interTokenMs"]?.mean).toBeGreaterThan(50);
  });

  it("may be missed once in twenty trials", async () => {
    let boots = 0;
    const agent = () => {
      boots += 1;
      const slow = boots === 50 || boots === 101;
      return async (task: unknown, signal: AbortSignal) => {
        if (slow) await wait(6000);
        return asking()(task, signal);
      };
    };
    const rare = await runSmall({ agent, method: late("1s"), repeats: 60, ...due });
    const found = rare.evidence("E21", "answer");
    expect(found?.counts.violated).toBeGreaterThan(0);
    expect(found?.conclusion).toBe("present");
  });
});
