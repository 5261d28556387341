import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { at, right, runSmall, type SmallRun, wait } from "../../testing/small-agents.ts";

/** Asks three times, with these waits. */
const waiting = (waits: (attempt: number, response: Response) => number) => () => async () => {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const response = await fetch(`${at.orders}/orders/1`);
    if (response.ok) return right;
    await wait(waits(attempt, response));
  }
  return "I could not look that up.";
};
const method: SmallRun["method"] = [{ inject: "unavailable" }];
const throttled: SmallRun["method"] = [{ inject: "throttled", with: { retryAfter: "2s" } }];
const announced = (response: Response): number => Number(response.headers.get("retry-after")) * 1000;

describe("backoff, from running agents", () => {
  it("is present where waits grow, and where the announced ones are kept", async () => {
    const grows = await runSmall({ agent: waiting((attempt) => 100 * 2 ** attempt), method });
    expect(grows.evidence("E3", "orders")).toMatchObject({ conclusion: "present", figures: { gapRatio: { mean: 2 } } });
    const asked = await runSmall({ agent: waiting((_, response) => announced(response)), method: throttled });
    expect(asked.evidence("E3", "orders")).toMatchObject({
      conclusion: "present",
      figures: { announcedMs: { max: 2000 }, keptShare: { mean: 1 } },
    });
  });

  it("is absent where there are no waits, or always the same", async () => {
    expect((await runSmall({ agent: waiting(() => 0), method })).conclusion("E3", "orders")).toBe("absent");
    expect((await runSmall({ agent: waiting(() => 400), method })).conclusion("E3", "orders")).toBe("absent");
  });

  it("is violated where an announced wait is cut short", async () => {
    const short = await runSmall({ agent: waiting((_, response) => announced(response) / 2), method: throttled });
    expect(short.evidence("E3", "orders")).toMatchObject({
      conclusion: "violated",
      figures: { keptShare: { mean: 0 } },
    });
  });

  it("cannot be told from one retry, nor from a few waits with chance in them", async () => {
    const once = await runSmall({ agent: waiting(() => 300), method: [{ inject: "unavailable", when: { first: 1 } }] });
    expect(once.conclusion("E3", "orders")).toBe("cannot-tell");
    const chance = await runSmall({ agent: waiting((attempt) => (attempt === 1 ? 300 : 390)), method });
    expect(chance.conclusion("E3", "orders")).toBe("cannot-tell");
  });

  it("is told from many waits with chance in them", async () => {
    const drawn = (base: (attempt: number) => number) =>
      runSmall({ agent: waiting((attempt) => base(attempt) * (0.5 + Math.random())), method, repeats: 20 });
    expect((await drawn((attempt) => 250 * 2 ** attempt)).evidence("E3", "orders")?.reason).toMatch(/over 20 trials/);
    expect((await drawn((attempt) => 250 * 2 ** attempt)).conclusion("E3", "orders")).toBe("present");
    expect((await drawn(() => 500)).conclusion("E3", "orders")).toBe("absent");
  });

  it("is present in a real client at its defaults", async () => {
    const agent = () => {
      const client = new OpenAI({ apiKey: "k", baseURL: at.openai });
      return async () => {
        const messages = [{ role: "user" as const, content: "hi" }];
        return (await client.chat.completions.create({ model: "m", messages }).catch(() => undefined)) ? right : "no";
      };
    };
    const { evidence } = await runSmall({ agent, method: [{ inject: "overloaded", into: "openai" }] });
    expect(evidence("E3", "openai")).toMatchObject({ conclusion: "present" });
  });
});
