import type { Failure } from "../../../domain/call.ts";
import type { Usage } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { QuotaState } from "../../../domain/quota.ts";
import { announced } from "../platform/headers.ts";

const limits = { requests: 80, tokens: 80_000 } as const;

const serviceHeaders = (context: EncodeContext): Record<string, string> => ({
  "apim-request-id": context.id(""),
  "x-request-id": context.id(""),
  "x-ms-region": "North Central US",
  "x-content-type-options": "nosniff",
  "x-envoy-upstream-service-time": "68",
  "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
});

/** Limits and what is left of them; never when they are free again. */
export function windows(quota: QuotaState): Record<string, string> {
  const { requests, tokens } = quota;
  return {
    ...(requests ? budget("requests", requests.limit, requests.remaining) : {}),
    ...(tokens ? budget("tokens", tokens.limit, tokens.remaining) : {}),
  };
}

const budget = (unit: string, limit: number, remaining: number): Record<string, string> => ({
  [`x-ratelimit-limit-${unit}`]: String(limit),
  [`x-ratelimit-remaining-${unit}`]: String(Math.max(0, Math.floor(remaining))),
});

const usual = (spent: number, requests = limits.requests - 1): QuotaState => ({
  requests: { limit: limits.requests, remaining: requests, resetMs: 0 },
  tokens: { limit: limits.tokens, remaining: limits.tokens - spent, resetMs: 0 },
});

export const answerHeaders = (usage: Usage, context: EncodeContext): Record<string, string> => ({
  ...serviceHeaders(context),
  "x-ms-deployment-name": "deployment",
  ...windows(context.quota ?? usual(usage.inputTokens + usage.outputTokens)),
});

/** A refusal says how long to wait in seconds and milliseconds, or, in one real capture, not at all. */
export function failureHeaders(failure: Failure, context: EncodeContext): Record<string, string> {
  const used = failure.limit === "tokens" ? usual(limits.tokens) : usual(0, 0);
  return {
    ...serviceHeaders(context),
    ...(failure.kind === "throttled" ? windows(failure.quota ?? used) : {}),
    ...announced(failure),
  };
}
