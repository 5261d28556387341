import type { EncodeContext } from "../../domain/protocol.ts";
import type { QuotaState } from "../../domain/quota.ts";

/** How much of a trial key's limit is left is told where a quota is kept; how long to wait never is. */
export const quotaHeaders = ({ requests }: QuotaState): Record<string, string> =>
  requests
    ? {
        "x-trial-endpoint-call-limit": String(requests.limit),
        "x-trial-endpoint-call-remaining": String(requests.remaining),
      }
    : {};

/** On every reply. */
export const serviceHeaders = (context: EncodeContext): Record<string, string> => ({
  server: "envoy",
  "x-debug-trace-id": context.id(""),
  "x-envoy-upstream-service-time": "324",
  "cache-control": "no-cache, no-store, no-transform, must-revalidate, private, max-age=0",
  ...(context.quota ? quotaHeaders(context.quota) : {}),
});
