import type { Outcome } from "./expect.ts";
import type { Stainless } from "./stainless.ts";

export const base = "APIError‹OpenAIError";
export const raising = (name: string): string => `${name}‹${base}`;
const invalid = "invalid_request_error";
const limited = raising("RateLimitError");
const broken = raising("InternalServerError");
const refused = raising("BadRequestError");

const failures: Readonly<Record<string, { readonly raises: string } & Outcome>> = {
  throttled: { raises: limited, status: 429, code: "rate_limit_exceeded", type: "requests" },
  "quota-exhausted": { raises: limited, status: 429, code: "insufficient_quota", type: "insufficient_quota" },
  overloaded: { raises: broken, status: 503, code: "server_is_overloaded", type: "service_unavailable_error" },
  unavailable: { raises: broken, status: 503, type: "server_error" },
  "server-error": { raises: broken, status: 500, type: "server_error" },
  "bad-gateway": { raises: broken, status: 502, message: "<h1>502 Bad Gateway</h1>" },
  "gateway-timeout": { raises: broken, status: 504, message: "<h1>504" },
  "model-timeout": { raises: base, status: 408, code: "Timeout" },
  "context-overflow": { raises: refused, status: 400, code: "context_length_exceeded", type: invalid },
  "content-filtered": { raises: refused, status: 400, code: "invalid_prompt", type: invalid },
  "credentials-expired": {
    raises: raising("AuthenticationError"),
    status: 401,
    code: "invalid_api_key",
    type: invalid,
  },
  "access-denied": { raises: raising("PermissionDeniedError"), status: 403, code: "model_not_found", type: invalid },
  "not-found": { raises: raising("NotFoundError"), status: 404, code: "model_not_found", type: invalid },
  "invalid-request": { raises: refused, status: 400, type: invalid },
};

/** By status and `x-should-retry` alone: a used-up quota is asked for again like a limit that passes. */
const retries = new Set([
  "throttled",
  "quota-exhausted",
  "overloaded",
  "unavailable",
  "server-error",
  "bad-gateway",
  "gateway-timeout",
  "model-timeout",
]);

export const openaiClient: Stainless = { base, failures, retries };

const { "quota-exhausted": _, ...shared } = failures;

/** The partner cloud's codes are statuses, and it has no types; a quota that is used up is a limit like any other. */
export const azureClient: Stainless = {
  base,
  failures: {
    ...shared,
    throttled: { raises: limited, status: 429, code: "429" },
    overloaded: { raises: limited, status: 429, code: "429" },
    unavailable: { raises: broken, status: 503, code: "ServiceUnavailable" },
    "content-filtered": { raises: refused, status: 400, code: "content_filter" },
    "credentials-expired": { raises: raising("AuthenticationError"), status: 401, code: "401" },
    "access-denied": { raises: raising("PermissionDeniedError"), status: 403, code: "403" },
    "not-found": { raises: raising("NotFoundError"), status: 404, code: "DeploymentNotFound" },
  },
  retries,
};
