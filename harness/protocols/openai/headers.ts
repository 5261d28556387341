import type { Failure } from "../../domain/call.ts";
import type { Usage } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import { retryAfter } from "../shared/retry-after.ts";

const limits = { requests: 10_000, tokens: 2_000_000 } as const;

/** On every reply that reached the service. */
export const serviceHeaders = (context: EncodeContext): Record<string, string> => ({
  "openai-version": "2020-10-01",
  "openai-organization": "org-brownout",
  "openai-processing-ms": "207",
  "x-request-id": context.id("req_"),
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
  server: "cloudflare",
});

/** What is left of the quota after a call that was admitted. */
export const quotaHeaders = (usage: Usage): Record<string, string> => ({
  "x-ratelimit-limit-requests": String(limits.requests),
  "x-ratelimit-limit-tokens": String(limits.tokens),
  "x-ratelimit-remaining-requests": String(limits.requests - 1),
  "x-ratelimit-remaining-tokens": String(Math.max(0, limits.tokens - usage.inputTokens - usage.outputTokens)),
  "x-ratelimit-reset-requests": "6ms",
  "x-ratelimit-reset-tokens": `${Math.ceil(((usage.inputTokens + usage.outputTokens) * 60_000) / limits.tokens)}ms`,
});

/**
 * A quota that is used up. `retry-after-ms` goes with `retry-after`: the SDKs prefer it. The reset of the limit that was hit
 * tells when to come back, so it is left out when the provider announces nothing.
 */
export function throttleHeaders(failure: Failure): Record<string, string> {
  const hit = failure.limit ?? "requests";
  const other = hit === "requests" ? "tokens" : "requests";
  return {
    "x-ratelimit-limit-requests": String(limits.requests),
    "x-ratelimit-limit-tokens": String(limits.tokens),
    [`x-ratelimit-remaining-${hit}`]: "0",
    [`x-ratelimit-remaining-${other}`]: String(limits[other] - 1),
    [`x-ratelimit-reset-${other}`]: "6ms",
    ...(failure.retryAfterMs === undefined ? {} : { [`x-ratelimit-reset-${hit}`]: goDuration(failure.retryAfterMs) }),
    ...announced(failure),
  };
}

export const announced = (failure: Failure): Record<string, string> => ({
  ...retryAfter(failure),
  ...(failure.retryAfterMs === undefined ? {} : { "retry-after-ms": String(Math.round(failure.retryAfterMs)) }),
});

/** `132ms`, `8.64s`, `1m30s`: the service prints durations as Go does. */
export function goDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Number(((ms - minutes * 60_000) / 1000).toFixed(3));
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds}s`;
}
