import type { EncodeContext } from "../../domain/protocol.ts";

/** On every reply. How much of a trial key's limit is left is told where a quota is kept; how long to wait never is. */
export const serviceHeaders = (context: EncodeContext): Record<string, string> => ({
  server: "envoy",
  "x-debug-trace-id": context.id(""),
  "x-envoy-upstream-service-time": "324",
  "cache-control": "no-cache, no-store, no-transform, must-revalidate, private, max-age=0",
  ...(context.quota?.requests
    ? {
        "x-trial-endpoint-call-limit": String(context.quota.requests.limit),
        "x-trial-endpoint-call-remaining": String(context.quota.requests.remaining),
      }
    : {}),
});
