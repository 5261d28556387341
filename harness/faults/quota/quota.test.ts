import { describe, expect, it } from "vitest";
import type { Protocol } from "../../domain/protocol.ts";
import type { QuotaState } from "../../domain/quota.ts";
import { encodeText } from "../../domain/wire.ts";
import {
  fakeContext,
  fakeProtocol,
  flow,
  gather,
  modelCall,
  toolCall,
  turnReply,
  valueReply,
} from "../testing/fakes.ts";
import { fiveHundred, QuotaTrial as Trial } from "../testing/quota-trial.ts";
import { inputTokensOf } from "./count-tokens.ts";
import { quota } from "./quota.ts";

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

  it("tells of its own limits over those of a live service, and of none where the wire tells none", async () => {
    const wire = { status: 200, headers: { "x-left": "9999", "x-other": "1" }, body: [] };
    const given = quota.params.parse({ requestsPerMinute: 3 });
    const ask = async (protocol: Protocol) =>
      quota.inject?.(modelCall(), async () => ({ kind: "raw", wire }), fakeContext({ protocol }), given);
    const telling = {
      ...fakeProtocol,
      quotaHeaders: ({ requests }: QuotaState) => ({ "x-left": String(requests?.remaining) }),
    };
    expect(await ask(telling)).toMatchObject({ wire: { headers: { "x-left": "2", "x-other": "1" } } });
    expect(await ask(fakeProtocol)).toMatchObject({ wire: { headers: { "x-left": "9999", "x-other": "1" } } });
  });

  it("reads no reply where nothing is counted in tokens", async () => {
    const piece = { bytes: encodeText("x"), mark: "content" as const };
    const given = quota.params.parse({ requestsPerMinute: 3 });
    const context = fakeContext({
      decode: () => {
        throw new Error("read");
      },
    });
    const raw = { kind: "raw" as const, wire: { status: 200, headers: {}, body: flow([piece, piece, piece]) } };
    await quota.inject?.(modelCall({}), async () => raw, context, given);
    expect(await gather(quota.transmit?.(raw.wire.body, modelCall({}), context, given) ?? flow([]))).toHaveLength(3);
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

  it("refuses a burst that could never admit a call, and says the least that could", () => {
    const said = (given: object): readonly string[] =>
      quota.params.safeParse(given).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];
    expect(said({ requestsPerMinute: 6, tokensPerMinute: 10_000, burst: 0.1 })).toEqual([
      "burst must leave at least one of 6 a minute to be used at once: 0.1667 or more",
    ]);
    expect(said({ requestsPerMinute: 6, burst: 0.1667 })).toEqual([]);
    expect(said({ requestsPerDay: 1, burst: 0.1 })).toEqual([]);
  });

  it("admits the burst in whole requests, and tells whole limits", async () => {
    const trial = new Trial({ requestsPerMinute: 5, burst: 0.5 });
    expect(await trial.admittedAtOnce({}, 10)).toBe(2);
    expect(trial.told[0]).toEqual({ requests: { limit: 2, remaining: 1, resetMs: 12_000 } });
    expect(await new Trial({ requestsPerMinute: 100, burst: 0.29 }).admittedAtOnce({}, 100)).toBe(29);
  });
});
