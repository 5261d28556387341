import { describe, expect, it } from "vitest";
import type { Reply } from "../../domain/call.ts";
import type { Conversation } from "../../domain/conversation.ts";
import type { FaultContext } from "../../domain/fault.ts";
import type { Protocol } from "../../domain/protocol.ts";
import type { QuotaRules, QuotaState } from "../../domain/quota.ts";
import { encodeText } from "../../domain/wire.ts";
import {
  fakeContext,
  fakeProtocol,
  flow,
  gather,
  keeping,
  LeapingClock,
  modelCall,
  toolCall,
  turnReply,
  valueReply,
} from "../testing/fakes.ts";
import { inputTokensOf } from "./count-tokens.ts";
import { quota } from "./quota.ts";

/** 500 tokens: each of these words is one. */
const fiveHundred = ` hello`.repeat(500);

class Trial {
  readonly clock = new LeapingClock(0);
  readonly notes: string[] = [];
  readonly idles: string[] = [];
  readonly #state: FaultContext["state"] = keeping();
  readonly #given: unknown;
  #calls = 0;

  readonly told: QuotaState[] = [];
  readonly #protocol: Protocol;

  constructor(written: unknown, protocol: Protocol = fakeProtocol) {
    this.#given = quota.params.parse(written);
    this.#protocol = protocol;
  }

  /** Begins a call and leaves it in flight; `finish` transmits its reply. */
  async call(given: Partial<Conversation>, answer: Reply = turnReply({ text: "ok" }), signal?: AbortSignal) {
    this.#calls += 1;
    const call = modelCall({ system: fiveHundred, ...given }, { occurrence: this.#calls });
    const context = fakeContext({
      clock: this.clock,
      state: this.#state,
      protocol: this.#protocol,
      tellQuota: (state) => this.told.push(state),
      ...(signal && { signal }),
    });
    const reply = await quota.inject?.(call, async () => answer, context, this.#given);
    this.notes.push(...context.notes);
    this.idles.push(...context.idles);
    if (reply === undefined) throw new Error("quota has no inject");
    const body = [
      { bytes: encodeText(JSON.stringify(answer.kind === "answer" ? answer.payload : "")), mark: "whole" as const },
    ];
    const finish = () => gather(quota.transmit?.(flow(body), call, context, this.#given) ?? flow(body));
    return { reply, admitted: reply.kind !== "failure", finish };
  }

  async admittedAtOnce(given: Partial<Conversation>, most: number): Promise<number> {
    for (let n = 0; n < most; n += 1) if (!(await this.call(given)).admitted) return n;
    return most;
  }
}

describe("quota of tokens", () => {
  it("counts 500 tokens of input where there are 500", () => {
    expect(inputTokensOf({ model: "m", system: fiveHundred, messages: [], tools: [], stream: false })).toBe(500);
  });

  it("admits 1,333 calls at once with max_tokens 1000 under 2M tokens a minute, as in the worked example", async () => {
    expect(await new Trial({ tokensPerMinute: 2_000_000 }).admittedAtOnce({ maxOutputTokens: 1000 }, 2000)).toBe(1333);
  });

  it("admits 31 at once if no output limit is set and the model's 64K are reserved", async () => {
    expect(await new Trial({ tokensPerMinute: 2_000_000 }).admittedAtOnce({}, 2000)).toBe(31);
  });

  it("reserves the input alone if so told", async () => {
    const trial = new Trial({ tokensPerMinute: 5000, reserve: "nothing" });
    expect(await trial.admittedAtOnce({}, 100)).toBe(10);
  });

  it("settles to input and output × burndown when the reply has gone out", async () => {
    const trial = new Trial({ tokensPerMinute: 3000, burndown: 5 });
    const usage = { inputTokens: 500, outputTokens: 100 };
    const first = await trial.call({ maxOutputTokens: 2500 }, turnReply({ text: "x", usage }));
    expect(first.admitted).toBe(true);
    expect((await trial.call({ maxOutputTokens: 100 })).admitted).toBe(false);
    await first.finish();
    // 3000 − (500 + 5 × 100) = 2000 are free again.
    expect((await trial.call({ maxOutputTokens: 1501 })).admitted).toBe(false);
    expect((await trial.call({ maxOutputTokens: 1500 })).admitted).toBe(true);
  });

  it("settles a relayed reply by what it said", async () => {
    const trial = new Trial({ tokensPerMinute: 3000 });
    const payload = turnReply({ text: "x", usage: { inputTokens: 500, outputTokens: 10 } });
    if (payload.kind !== "answer") throw new Error("no answer");
    const body = [{ bytes: encodeText(JSON.stringify(payload.payload)), mark: "whole" as const }];
    const raw = { kind: "raw" as const, wire: { status: 200, headers: {}, body: flow(body) } };
    const call = modelCall({ system: fiveHundred, maxOutputTokens: 2500 });
    const context = fakeContext({ clock: trial.clock });
    const given = quota.params.parse({ tokensPerMinute: 3000 });
    const reply = await quota.inject?.(call, async () => raw, context, given);
    expect(reply).toBe(raw);
    expect(await gather(quota.transmit?.(raw.wire.body, call, context, given) ?? flow([]))).toEqual(body);
    const next = modelCall({ system: fiveHundred, maxOutputTokens: 1990 }, { occurrence: 2 });
    expect((await quota.inject?.(next, async () => raw, context, given))?.kind).toBe("raw");
  });

  it("gives everything back when the dependency fails, and all but the input when the client leaves", async () => {
    const trial = new Trial({ tokensPerMinute: 3000 });
    await trial.call({ maxOutputTokens: 2500 }, { kind: "disconnect", code: "reset" });
    const gone = new AbortController();
    expect((await trial.call({ maxOutputTokens: 2500 }, undefined, gone.signal)).admitted).toBe(true);
    gone.abort();
    expect((await trial.call({ maxOutputTokens: 2001 })).admitted).toBe(false);
    expect((await trial.call({ maxOutputTokens: 2000 })).admitted).toBe(true);
  });

  it("says how long to wait, and admits after exactly that time", async () => {
    const trial = new Trial({ tokensPerMinute: 1500 });
    await trial.call({ maxOutputTokens: 1000 });
    const refused = await trial.call({ maxOutputTokens: 250 });
    expect(refused.reply).toEqual({
      kind: "failure",
      failure: {
        kind: "throttled",
        limit: "tokens",
        retryAfterMs: 30_000,
        quota: { tokens: { limit: 1500, remaining: 0, resetMs: 60_000 } },
      },
    });
    trial.clock.pass(29_999);
    expect((await trial.call({ maxOutputTokens: 250 })).admitted).toBe(false);
    trial.clock.pass(1);
    expect((await trial.call({ maxOutputTokens: 250 })).admitted).toBe(true);
    expect(trial.idles.at(-1)).toContain("750 tokens reserved; free: 0 of 1500 tokens; in flight: 2");
  });

  it("never admits a call that asks for more than the quota holds, and says so", async () => {
    const trial = new Trial({ tokensPerMinute: 1000 });
    const { reply } = await trial.call({});
    expect(reply).toMatchObject({ kind: "failure", failure: { retryAfterMs: 60_000 } });
    expect(trial.notes[0]).toContain("more than the quota ever holds (64500 tokens)");
  });
});

describe("quota of requests", () => {
  it("refuses what is beyond, without Retry-After if so told", async () => {
    const trial = new Trial({ requestsPerMinute: 2, announce: false });
    expect(await trial.admittedAtOnce({}, 10)).toBe(2);
    expect((await trial.call({})).reply).toEqual({
      kind: "failure",
      failure: {
        kind: "throttled",
        limit: "requests",
        quota: { requests: { limit: 2, remaining: 0, resetMs: 60_000 } },
      },
    });
  });

  it("counts calls of tools too", async () => {
    const context = fakeContext();
    const given = quota.params.parse({ requestsPerMinute: 1, tokensPerMinute: 1 });
    const tool = async () => valueReply(1);
    expect((await quota.inject?.(toolCall(), tool, context, given))?.kind).toBe("answer");
    expect((await quota.inject?.(toolCall({}, { attempt: 2 }), tool, context, given))?.kind).toBe("failure");
  });
});

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

  it("tell what is left with every reply, and no wait where the provider announces none", async () => {
    const trial = new Trial({ requestsPerMinute: 2 }, { ...fakeProtocol, announcesWait: false });
    await trial.call({});
    expect(trial.told).toEqual([{ requests: { limit: 2, remaining: 1, resetMs: 30_000 } }]);
    await trial.call({});
    const { reply } = await trial.call({});
    expect(reply.kind === "failure" && reply.failure.retryAfterMs).toBeUndefined();
  });
});
