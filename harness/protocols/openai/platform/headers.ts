import type { Failure } from "../../../domain/call.ts";
import type { Usage } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { QuotaState, QuotaWindow } from "../../../domain/quota.ts";
import { retryAfter } from "../../shared/retry-after.ts";

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
export const quotaHeaders = (usage: Usage, quota: QuotaState | undefined): Record<string, string> =>
  windowHeaders(quota ?? usualQuota(usage));

/** Without a quota that is kept: a large one, of which this call is the only user. */
function usualQuota({ inputTokens, outputTokens }: Usage): QuotaState {
  const spent = inputTokens + outputTokens;
  return {
    requests: { limit: limits.requests, remaining: limits.requests - 1, resetMs: 6 },
    tokens: { limit: limits.tokens, remaining: limits.tokens - spent, resetMs: (spent * 60_000) / limits.tokens },
  };
}

/** The limits are told for requests and for tokens of both kinds together, and the reset in Go's notation. */
export const windowHeaders = ({ requests, tokens }: QuotaState): Record<string, string> => ({
  ...(requests && {
    "x-ratelimit-limit-requests": String(requests.limit),
    "x-ratelimit-remaining-requests": left(requests),
    "x-ratelimit-reset-requests": reset(requests),
  }),
  ...(tokens && {
    "x-ratelimit-limit-tokens": String(tokens.limit),
    "x-ratelimit-remaining-tokens": left(tokens),
    "x-ratelimit-reset-tokens": reset(tokens),
  }),
});

const left = ({ remaining }: QuotaWindow): string => String(Math.max(0, Math.floor(remaining)));
const reset = ({ resetMs }: QuotaWindow): string => goDuration(Math.ceil(resetMs));

/**
 * A quota that is used up. `retry-after-ms` goes with `retry-after`: the SDKs prefer it. The reset of the limit that was hit
 * tells when to come back, so without a quota that is kept it is left out when the provider announces nothing.
 */
export function throttleHeaders(failure: Failure): Record<string, string> {
  if (failure.quota) return { ...windowHeaders(failure.quota), ...announced(failure) };
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

/** `0s`, `132ms`, `8.64s`, `1m30s`, `1h0m5s`: the service prints durations as Go does. */
export function goDuration(ms: number): string {
  if (ms === 0) return "0s";
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = `${Number(((ms % 60_000) / 1000).toFixed(3))}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes === 0 ? seconds : `${minutes}m${seconds}`;
}
