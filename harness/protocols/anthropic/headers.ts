import type { Failure } from "../../domain/call.ts";
import type { Usage } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";

const limits = { requests: 4000, "input-tokens": 2_000_000, "output-tokens": 400_000 } as const;

/** On every reply that reached the service. */
export const serviceHeaders = (context: EncodeContext): Record<string, string> => ({
  "request-id": context.id("req_"),
  "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
  "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
  "x-envoy-upstream-service-time": "412",
  via: "1.1 google",
  server: "cloudflare",
});

/** Resets are RFC 3339 instants. */
const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d{3}Z$/, "Z");

function budget(name: string, limit: number, remaining: number, reset: string): Record<string, string> {
  const prefix = `anthropic-ratelimit-${name}`;
  return {
    [`${prefix}-limit`]: String(limit),
    [`${prefix}-remaining`]: String(Math.max(0, remaining)),
    [`${prefix}-reset`]: reset,
  };
}

/** What is left of the quota after a call that was admitted. */
export function quotaHeaders(usage: Usage, context: EncodeContext): Record<string, string> {
  const reset = instant(context.nowSeconds + 1);
  const input = limits["input-tokens"] - usage.inputTokens;
  const output = limits["output-tokens"] - usage.outputTokens;
  return {
    ...budget("requests", limits.requests, limits.requests - 1, reset),
    ...budget("input-tokens", limits["input-tokens"], input, reset),
    ...budget("output-tokens", limits["output-tokens"], output, reset),
    ...budget("tokens", limits["input-tokens"] + limits["output-tokens"], input + output, reset),
  };
}

/** The limit that was hit stands at zero. When to come back is in it only if the provider announces it. */
export function throttleHeaders(failure: Failure, context: EncodeContext): Record<string, string> {
  const name = failure.limit === "tokens" ? "input-tokens" : "requests";
  const known = failure.retryAfterMs !== undefined;
  const reset = instant(context.nowSeconds + Math.ceil((failure.retryAfterMs ?? 0) / 1000));
  const { [`anthropic-ratelimit-${name}-reset`]: hidden = "", ...others } = budget(name, limits[name], 0, reset);
  return known ? { ...others, [`anthropic-ratelimit-${name}-reset`]: hidden } : others;
}
