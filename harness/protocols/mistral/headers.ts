import type { EncodeContext } from "../../domain/protocol.ts";
import type { QuotaState, QuotaWindow } from "../../domain/quota.ts";

/** On every reply: a Kong gateway behind an edge. */
export const serviceHeaders = (context: EncodeContext): Record<string, string> => {
  const id = context.id("");
  return {
    server: "cloudflare",
    "x-envoy-upstream-service-time": "312",
    "x-kong-upstream-latency": "313",
    "x-kong-proxy-latency": "4",
    "x-kong-request-id": id,
    "mistral-correlation-id": id,
    "access-control-allow-origin": "*",
    ...(context.quota ? quotaHeaders(context.quota) : {}),
  };
};

/** Tokens are told by minute, requests by second; only what a kept quota knows is told at all. */
export const quotaHeaders = ({ requests, tokens }: QuotaState): Record<string, string> => ({
  ...(requests ? windowHeaders("x-ratelimit", "req-minute", requests) : {}),
  ...(tokens ? windowHeaders("x-ratelimit", "tokens-minute", tokens) : {}),
});

const windowHeaders = (prefix: string, unit: string, { limit, remaining }: QuotaWindow): Record<string, string> => ({
  [`${prefix}-limit-${unit}`]: String(limit),
  [`${prefix}-remaining-${unit}`]: String(remaining),
});
