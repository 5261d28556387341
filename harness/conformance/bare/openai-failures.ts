import { type BareReply, json, page } from "./deed.ts";

/**
 * Errors of the platform. The forms are those of recorded replies and of public reports (`server_is_overloaded`, `invalid_prompt`,
 * `model_not_found` under 403 and 404), the codes those of the error guide; where nothing is on record (408), the platform's shape around
 * the partner cloud's code.
 */
const errors = {
  throttled: {
    message:
      "Rate limit reached for gpt-5 in organization org-x on requests per min (RPM): Limit 3, Used 3, Requested 1.",
    type: "requests",
    param: null,
    code: "rate_limit_exceeded",
  },
  "quota-exhausted": {
    message: "You exceeded your current quota, please check your plan and billing details.",
    type: "insufficient_quota",
    param: null,
    code: "insufficient_quota",
  },
  overloaded: {
    type: "service_unavailable_error",
    code: "server_is_overloaded",
    message: "Our servers are currently overloaded. Please try again later.",
    param: null,
  },
  unavailable: {
    message: "That model is currently overloaded with other requests.",
    type: "server_error",
    param: null,
    code: null,
  },
  "server-error": {
    message: "The server had an error while processing your request.",
    type: "server_error",
    param: null,
    code: null,
  },
  "model-timeout": { message: "The operation was timeout.", type: "server_error", param: null, code: "Timeout" },
  "context-overflow": {
    message: "This model's maximum context length is 8192 tokens.",
    type: "invalid_request_error",
    param: "messages",
    code: "context_length_exceeded",
  },
  "content-filtered": {
    message: "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
    type: "invalid_request_error",
    param: null,
    code: "invalid_prompt",
  },
  "credentials-expired": {
    message: "Incorrect API key provided: sk-brown*out.",
    type: "invalid_request_error",
    param: null,
    code: "invalid_api_key",
  },
  "access-denied": {
    message: "Project `proj_x` does not have access to model `gpt-5`",
    type: "invalid_request_error",
    param: null,
    code: "model_not_found",
  },
  "not-found": {
    message: "The model `gpt-5` does not exist or you do not have access to it.",
    type: "invalid_request_error",
    param: null,
    code: "model_not_found",
  },
  "invalid-request": {
    message: "Unknown parameter: 'x'.",
    type: "invalid_request_error",
    param: "x",
    code: "unknown_parameter",
  },
} as const;

const headers = {
  "content-type": "application/json; charset=utf-8",
  "x-request-id": "req_1",
  "openai-version": "2020-10-01",
  server: "cloudflare",
};
export const refused = (status: number, error: unknown): BareReply => json(JSON.stringify({ error }), status, headers);

export const openaiErrors: Readonly<Record<string, unknown>> = errors;

export const openaiFailures: Readonly<Record<string, BareReply>> = {
  throttled: refused(429, errors.throttled),
  "quota-exhausted": refused(429, errors["quota-exhausted"]),
  overloaded: refused(503, errors.overloaded),
  unavailable: refused(503, errors.unavailable),
  "server-error": refused(500, errors["server-error"]),
  "bad-gateway": page(502, "Bad Gateway", "cloudflare"),
  "gateway-timeout": page(504, "Gateway Time-out", "cloudflare"),
  "model-timeout": refused(408, errors["model-timeout"]),
  "context-overflow": refused(400, errors["context-overflow"]),
  "content-filtered": refused(400, errors["content-filtered"]),
  "credentials-expired": refused(401, errors["credentials-expired"]),
  "access-denied": refused(403, errors["access-denied"]),
  "not-found": refused(404, errors["not-found"]),
  "invalid-request": refused(400, errors["invalid-request"]),
};

/** Both headers are sent; the clients prefer the one in milliseconds. */
export const openaiSecond = { "retry-after": "1", "retry-after-ms": "1000" };

export const errorIn200 = JSON.stringify({ error: errors["server-error"] });
