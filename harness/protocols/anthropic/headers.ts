import type { Failure } from "../../domain/call.ts";
import type { Usage } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { QuotaState, QuotaWindow } from "../../domain/quota.ts";

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

/** One limit. Without a reset where the provider does not announce when to come back. */
function budget(
  prefix: string,
  window: QuotaWindow,
  context: EncodeContext,
  tellsReset = true,
): Record<string, string> {
  return {
    [`${prefix}-limit`]: String(window.limit),
    [`${prefix}-remaining`]: String(Math.max(0, Math.floor(window.remaining))),
    ...(tellsReset ? { [`${prefix}-reset`]: instant(context.nowSeconds + Math.ceil(window.resetMs / 1000)) } : {}),
  };
}

/** Every limit that is kept. `tokens` is both kinds together. */
export function windows(quota: QuotaState, context: EncodeContext): Record<string, string> {
  const { requests, inputTokens, outputTokens } = quota;
  const tokens = quota.tokens ?? (inputTokens && outputTokens ? together(inputTokens, outputTokens) : undefined);
  const all = { requests, "input-tokens": inputTokens, "output-tokens": outputTokens, tokens };
  return { ...budgets("ratelimit", all, context), ...priorityWindows(quota, context) };
}

/** Only those whose request may use priority capacity are told of it. It is bought in tokens. */
const priorityWindows = ({ priority }: QuotaState, context: EncodeContext): Record<string, string> =>
  budgets("priority", { "input-tokens": priority?.inputTokens, "output-tokens": priority?.outputTokens }, context);

const budgets = (
  family: string,
  windows: Readonly<Record<string, QuotaWindow | undefined>>,
  context: EncodeContext,
): Record<string, string> =>
  Object.assign(
    {},
    ...Object.entries(windows).map(([name, window]) =>
      window ? budget(`anthropic-${family}-${name}`, window, context) : {},
    ),
  );

const together = (a: QuotaWindow, b: QuotaWindow): QuotaWindow => ({
  limit: a.limit + b.limit,
  remaining: Math.max(0, a.remaining) + Math.max(0, b.remaining),
  resetMs: Math.max(a.resetMs, b.resetMs),
});

/** What is left of the quota after a call that was admitted; without one that is kept, of a large one that this call is the only user of. */
export const quotaHeaders = (usage: Usage, context: EncodeContext): Record<string, string> =>
  windows(context.quota ?? usualQuota(usage), context);

function usualQuota(usage: Usage): QuotaState {
  const window = (limit: number, spent: number): QuotaWindow => ({ limit, remaining: limit - spent, resetMs: 1000 });
  return {
    requests: window(limits.requests, 1),
    inputTokens: window(limits["input-tokens"], usage.inputTokens - (usage.cacheReadTokens ?? 0)),
    outputTokens: window(limits["output-tokens"], usage.outputTokens),
  };
}

/** The limit that was hit stands at zero. Without a quota that is kept, when to come back is in it only if the provider announces it. */
export function throttleHeaders(failure: Failure, context: EncodeContext): Record<string, string> {
  if (failure.quota) return windows(failure.quota, context);
  const name = failure.limit === "tokens" ? "input-tokens" : "requests";
  const known = failure.retryAfterMs !== undefined;
  const window = { limit: limits[name], remaining: 0, resetMs: failure.retryAfterMs ?? 0 };
  return budget(`anthropic-ratelimit-${name}`, window, context, known);
}
