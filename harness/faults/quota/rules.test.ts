import { describe, expect, it } from "vitest";
import type { Protocol } from "../../domain/protocol.ts";
import type { QuotaRules } from "../../domain/quota.ts";
import { fakeProtocol, turnReply } from "../testing/fakes.ts";
import { QuotaTrial as Trial } from "../testing/quota-trial.ts";

describe("quotas as providers keep them", () => {
  const rules = (given: Partial<QuotaRules>, rest: Partial<Protocol> = {}): Protocol => ({
    ...fakeProtocol,
    quota: { reserves: "output-limit", countsCacheReads: true, ...given },
    ...rest,
  });

  it("reserve the larger of input and output limit, or no output, where the provider does so", async () => {
    const larger = new Trial({ tokensPerMinute: 5000 }, rules({ reserves: "larger" }));
    expect(await larger.admittedAtOnce({ maxOutputTokens: 1000 }, 100)).toBe(5);
    const nothing = new Trial({ tokensPerMinute: 5000 }, rules({ reserves: "nothing" }));
    expect(await nothing.admittedAtOnce({ maxOutputTokens: 1000 }, 100)).toBe(10);
    const told = new Trial({ tokensPerMinute: 5000, reserve: "output-limit" }, rules({ reserves: "nothing" }));
    expect(await told.admittedAtOnce({ maxOutputTokens: 1000 }, 100)).toBe(3);
  });

  it("burn output down by model, and leave out what came from the prompt cache", async () => {
    const protocol = rules({ countsCacheReads: false, burndown: (model) => (model === "big" ? 5 : 1) });
    const usage = { inputTokens: 500, outputTokens: 100, cacheReadTokens: 400 };
    for (const [model, free] of [
      ["big", 2400],
      ["small", 2800],
    ] as const) {
      const trial = new Trial({ tokensPerMinute: 3000 }, protocol);
      await (await trial.call({ model, maxOutputTokens: 2500 }, turnReply({ text: "x", usage }))).finish();
      expect((await trial.call({ model, maxOutputTokens: free - 499 })).admitted).toBe(false);
      expect((await trial.call({ model, maxOutputTokens: free - 500 })).admitted).toBe(true);
    }
  });

  it("limit input and output apart", async () => {
    const trial = new Trial({ inputTokensPerMinute: 100_000, outputTokensPerMinute: 2000 });
    expect(await trial.admittedAtOnce({ maxOutputTokens: 1000 }, 10)).toBe(2);
    expect(trial.notes[0]).toContain("refused (output tokens)");
  });

  it("keep a day's quota until midnight UTC, and call it by the provider's own name", async () => {
    const trial = new Trial({ requestsPerDay: 2 });
    expect(await trial.admittedAtOnce({}, 10)).toBe(2);
    expect((await trial.call({})).reply).toMatchObject({ kind: "failure", failure: { kind: "quota-exhausted" } });
    trial.clock.pass(86_399_999);
    expect((await trial.call({})).admitted).toBe(false);
    trial.clock.pass(1);
    expect((await trial.call({})).admitted).toBe(true);
    const plain = new Trial({ requestsPerDay: 1 }, { ...fakeProtocol, failures: ["throttled"] });
    await plain.call({});
    expect((await plain.call({})).reply).toMatchObject({
      failure: { kind: "throttled", retryAfterMs: 86_400_000 },
    });
  });

  it("settle yesterday's call without giving back what today's have used", async () => {
    const trial = new Trial({ tokensPerDay: 3000 });
    const evening = await trial.call(
      { maxOutputTokens: 2500 },
      turnReply({ text: "x", usage: { inputTokens: 500, outputTokens: 10 } }),
    );
    expect(evening.admitted).toBe(true);
    trial.clock.pass(86_400_000);
    expect((await trial.call({ maxOutputTokens: 1500 })).admitted).toBe(true);
    await evening.finish();
    // 3000 − (500 + 1500) = 1000 are free today, whatever became of yesterday's 3000.
    expect((await trial.call({ maxOutputTokens: 501 })).admitted).toBe(false);
    expect((await trial.call({ maxOutputTokens: 500 })).admitted).toBe(true);
  });

  it("count on the new day what a call of the day before uses beyond its reservation", async () => {
    const trial = new Trial({ tokensPerDay: 1000 }, rules({ reserves: "nothing" }));
    const evening = await trial.call({}, turnReply({ text: "x", usage: { inputTokens: 500, outputTokens: 400 } }));
    trial.clock.pass(86_400_000);
    await evening.finish();
    expect(await trial.admittedAtOnce({}, 5)).toBe(1);
    expect(trial.notes.at(-1)).toContain("free: 100 of 1000 tokens today");
  });

  it("give each model, each cross-Region profile its own limits, unless they are shared", async () => {
    const protocol = rules({ bucketOf: ({ model }, url) => `${model.split(".")[0]} ${url}` });
    const apart = new Trial({ requestsPerMinute: 1 }, protocol);
    const admitted = async (trial: Trial, model: string): Promise<boolean> => (await trial.call({ model })).admitted;
    expect(await admitted(apart, "us.nova")).toBe(true);
    expect(await admitted(apart, "us.titan")).toBe(false);
    expect(await admitted(apart, "eu.nova")).toBe(true);
    const shared = new Trial({ requestsPerMinute: 1, shared: true }, protocol);
    expect([await admitted(shared, "us.nova"), await admitted(shared, "eu.nova")]).toEqual([true, false]);
  });

  it("keep a share for the priority tier, and half of the rest from the flex tier", async () => {
    const trial = new Trial({ requestsPerMinute: 20, keptForPriority: 0.2 });
    expect(await trial.admittedAtOnce({ tier: "flex" }, 30)).toBe(8);
    expect(await trial.admittedAtOnce({}, 30)).toBe(8);
    expect(await trial.admittedAtOnce({ tier: "priority" }, 30)).toBe(4);
  });

  it("go by the provider's own names of its tiers", async () => {
    const tierOf: QuotaRules["tierOf"] = (asked) => (asked === "reserved" ? "priority" : "default");
    const trial = new Trial({ requestsPerMinute: 20, keptForPriority: 0.5 }, rules({ tierOf }));
    expect(await trial.admittedAtOnce({ tier: "priority" }, 30)).toBe(10);
    expect(await trial.admittedAtOnce({ tier: "reserved" }, 30)).toBe(10);
  });

  it("tell calls of the priority tier, and no others, what is kept for them", async () => {
    const trial = new Trial({ requestsPerMinute: 20, keptForPriority: 0.2 });
    await trial.call({});
    await trial.call({ tier: "priority" });
    expect(await trial.admittedAtOnce({ tier: "priority" }, 30)).toBe(18);
    expect(trial.told.map(({ requests, priority }) => [requests?.remaining, priority?.requests?.remaining])).toEqual([
      [19, undefined],
      ...Array.from({ length: 19 }, (_, taken) => [18 - taken, Math.min(4, 18 - taken)]),
      [0, 0],
    ]);
    expect(trial.told.at(-1)?.priority?.requests).toEqual({ limit: 4, remaining: 0, resetMs: 12_000 });
  });

  it("tell what is left with every reply, and no wait where the provider announces none", async () => {
    const trial = new Trial({ requestsPerMinute: 2 }, { ...fakeProtocol, announcesWait: false });
    await trial.call({});
    expect(trial.told).toEqual([{ requests: { limit: 2, remaining: 1, resetMs: 30_000 } }]);
    await trial.call({});
    const { reply } = await trial.call({});
    expect(reply.kind === "failure" && reply.failure.retryAfterMs).toBeUndefined();
  });
});
