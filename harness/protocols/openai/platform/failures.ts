import type { FailureKind } from "../../../domain/vocabulary.ts";
import { detailOf } from "../complaints.ts";
import { errorMember, type Forms, fixed } from "../dialect.ts";
import { goDuration } from "./headers.ts";

const invalid = "invalid_request_error";

/** Errors of the provider's own platform. */
export const platformForms = {
  throttled: {
    status: 429,
    error(failure, model) {
      const type = failure.limit ?? "requests";
      const unit = type === "tokens" ? "tokens per min (TPM)" : "requests per min (RPM)";
      const wait =
        failure.retryAfterMs === undefined ? "" : ` Please try again in ${goDuration(failure.retryAfterMs)}.`;
      return errorMember(
        type,
        "rate_limit_exceeded",
        `Rate limit reached for ${model} in organization org-brownout on ${unit}.${wait}`,
      );
    },
  },
  // The SDKs retry it like any 429; only the code tells that waiting does not help.
  "quota-exhausted": fixed(
    429,
    "insufficient_quota",
    "insufficient_quota",
    "You exceeded your current quota, please check your plan and billing details.",
  ),
  overloaded: fixed(
    503,
    "service_unavailable_error",
    "server_is_overloaded",
    "Our servers are currently overloaded. Please try again later.",
  ),
  unavailable: fixed(503, "server_error", null, "The server is overloaded or not ready yet."),
  "server-error": fixed(
    500,
    "server_error",
    null,
    "The server had an error while processing your request. Sorry about that!",
  ),
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  // A request that runs too long (the flex tier says so in its guide) ends in 408, which the SDKs retry and raise as the plain
  // APIError. Deployments on the partner cloud send the code `Timeout` with it; the message here is theirs too.
  "model-timeout": fixed(408, "server_error", "Timeout", "The operation was timeout."),
  "context-overflow": {
    status: 400,
    error: (_failure, model) =>
      errorMember(
        invalid,
        "context_length_exceeded",
        `Your input exceeds the context window of ${model}. Please reduce the length of the messages.`,
        "messages",
      ),
  },
  // A refused prompt. An answer that is cut by the filter is no failure but a stop reason.
  "content-filtered": fixed(
    400,
    invalid,
    "invalid_prompt",
    "Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.",
  ),
  "credentials-expired": fixed(401, invalid, "invalid_api_key", "Incorrect API key provided."),
  "access-denied": {
    status: 403,
    error: (_failure, model) =>
      errorMember(invalid, "model_not_found", `Project \`proj_brownout\` does not have access to model \`${model}\`.`),
  },
  "not-found": {
    status: 404,
    error: (_failure, model) =>
      errorMember(invalid, "model_not_found", `The model \`${model}\` does not exist or you do not have access to it.`),
  },
  "invalid-request": {
    status: 400,
    error({ message = "Invalid request." }) {
      const { param, code } = detailOf(message);
      return errorMember(invalid, code, message, param);
    },
  },
} as const satisfies Forms;

/** What comes in the middle of a stream: whatever can happen to a request that was admitted. */
export const platformInStream: readonly FailureKind[] = [
  "server-error",
  "overloaded",
  "unavailable",
  "throttled",
  "quota-exhausted",
  "model-timeout",
  "content-filtered",
  "context-overflow",
  "invalid-request",
];
