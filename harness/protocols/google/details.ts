/** The details of a `google.rpc.Status`: typed messages of google/rpc/error_details.proto. */

import type { Failure } from "../../domain/call.ts";
import type { Service } from "./service.ts";

const typed = (type: string, fields: object): unknown => ({
  "@type": `type.googleapis.com/google.rpc.${type}`,
  ...fields,
});

export const errorInfo = (reason: string, domain: string, metadata: object): unknown =>
  typed("ErrorInfo", { reason, domain, metadata });
export const localizedMessage = (message: string): unknown => typed("LocalizedMessage", { locale: "en-US", message });
export const badRequest = (violations: readonly { readonly field?: string; readonly description: string }[]): unknown =>
  typed("BadRequest", { fieldViolations: violations });

/** Which limit was hit is only in here: clients that tell a minute's limit from a day's look for the quota's id. */
export function quotaDetails(failure: Failure, model: string, service: Service): readonly unknown[] {
  const { metric, id } = quotaOf(failure);
  return [
    typed("Help", {
      links: [
        { description: "Learn more about Gemini API quotas", url: "https://ai.google.dev/gemini-api/docs/rate-limits" },
      ],
    }),
    typed("QuotaFailure", {
      violations: [
        { quotaMetric: `${service.host}/${metric}`, quotaId: id, quotaDimensions: { location: "global", model } },
      ],
    }),
    ...(failure.retryAfterMs === undefined
      ? []
      : [typed("RetryInfo", { retryDelay: protoDuration(failure.retryAfterMs) })]),
  ];
}

function quotaOf(failure: Failure): { metric: string; id: string } {
  if (failure.kind === "quota-exhausted")
    return { metric: "generate_requests_per_model_per_day", id: "GenerateRequestsPerDayPerProjectPerModel" };
  if (failure.limit === "tokens") {
    return {
      metric: "generate_content_paid_tier_input_token_count",
      id: "GenerateContentPaidTierInputTokensPerModelPerMinute",
    };
  }
  return { metric: "generate_requests_per_model", id: "GenerateRequestsPerMinutePerProjectPerModel" };
}

/** `google.protobuf.Duration` in JSON: seconds with as many decimals as are needed. */
const protoDuration = (ms: number): string => `${ms / 1000}s`;
