import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import type { Protocol } from "../../domain/protocol.ts";
import type { QuotaState } from "../../domain/quota.ts";
import { answer, failure, type Loopback, loopback } from "../testing/loopback.ts";
import { spoken } from "../testing/turns.ts";
import { anthropic } from "./index.ts";

const clientOf = (server: Loopback): Anthropic => new Anthropic({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const ask = { model: "claude-test", max_tokens: 200, messages: [{ role: "user" as const, content: "Hi" }] };
const limits: QuotaState = {
  inputTokens: { limit: 40_000, remaining: 39_000, resetMs: 1500 },
  outputTokens: { limit: 8000, remaining: 8000, resetMs: 0 },
};
const priority: QuotaState = {
  inputTokens: { limit: 10_000, remaining: 9618, resetMs: 2000 },
  outputTokens: { limit: 2000, remaining: 2000, resetMs: 0 },
};
const keeping = (quota: QuotaState): Protocol => ({
  ...anthropic,
  encodeReply: (call, reply, binding, context) => anthropic.encodeReply(call, reply, binding, { ...context, quota }),
});
const told = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("anthropic-priority-")));

describe("the service tier, to the official client", () => {
  it("is priority where capacity is kept for it, whole and streamed, and the headers say how much", async () => {
    await using server = await loopback(keeping({ ...limits, priority }), () => answer(spoken));
    const { data, response } = await clientOf(server).messages.create(ask).withResponse();
    expect(data.usage.service_tier).toBe("priority");
    expect(told(response.headers)).toEqual({
      "anthropic-priority-input-tokens-limit": "10000",
      "anthropic-priority-input-tokens-remaining": "9618",
      "anthropic-priority-input-tokens-reset": "2026-11-18T11:06:42Z",
      "anthropic-priority-output-tokens-limit": "2000",
      "anthropic-priority-output-tokens-remaining": "2000",
      "anthropic-priority-output-tokens-reset": "2026-11-18T11:06:40Z",
    });
    expect((await clientOf(server).messages.stream(ask).finalMessage()).usage.service_tier).toBe("priority");
  });

  it("is standard where none is, and no header speaks of it", async () => {
    await using server = await loopback(keeping(limits), () => answer(spoken));
    const { data, response } = await clientOf(server).messages.create(ask).withResponse();
    expect(data.usage.service_tier).toBe("standard");
    expect(told(response.headers)).toEqual({});
  });

  it("is told with a refusal, too", async () => {
    const quota = { ...limits, priority };
    await using server = await loopback(anthropic, () => failure({ kind: "throttled", quota, retryAfterMs: 2000 }));
    const error = await clientOf(server)
      .messages.create(ask)
      .catch((reason: unknown) => reason);
    if (!(error instanceof Anthropic.RateLimitError)) throw error;
    expect(error.headers.get("anthropic-priority-input-tokens-remaining")).toBe("9618");
  });

  it("asked for is auto unless the standard alone is: priority capacity is used where there is any", async () => {
    await using server = await loopback(anthropic, () => answer(spoken));
    const client = clientOf(server);
    await client.messages.create(ask);
    await client.messages.create({ ...ask, service_tier: "auto" });
    await client.messages.create({ ...ask, service_tier: "standard_only" });
    const asked = server.drafts.map(({ payload }) => (payload.kind === "model" ? payload.conversation.tier : ""));
    expect(asked.map((tier) => anthropic.quota?.tierOf?.(tier))).toEqual(["priority", "priority", "default"]);
  });
});
