import { accumulated, type Outcome, once, prefixed, type Table, twice } from "./expect.ts";
import { measured, type Stainless } from "./stainless.ts";

const base = "APIError‹AnthropicError";
const raising = (name: string): string => `${name}‹${base}`;
const broken = raising("InternalServerError");
const refused = { raises: raising("BadRequestError"), status: 400, type: "invalid_request_error" };
const half = "one two";

const failures: Readonly<Record<string, { readonly raises: string } & Outcome>> = {
  throttled: { raises: raising("RateLimitError"), status: 429, type: "rate_limit_error" },
  "quota-exhausted": {
    raises: raising("EnforcedSpendLimitReachedError‹RateLimitError"),
    status: 429,
    type: "rate_limit_error",
  },
  overloaded: { raises: raising("OverloadedError‹InternalServerError"), status: 529, type: "overloaded_error" },
  unavailable: { raises: raising("ServiceUnavailableError‹InternalServerError"), status: 503, type: "api_error" },
  "server-error": { raises: broken, status: 500, type: "api_error" },
  "bad-gateway": { raises: broken, status: 502, message: "<h1>502 Bad Gateway</h1>" },
  "gateway-timeout": { raises: raising("GatewayTimeoutError‹InternalServerError"), status: 504 },
  "model-timeout": { raises: raising("GatewayTimeoutError‹InternalServerError"), status: 504, type: "timeout_error" },
  "context-overflow": { ...refused, message: "prompt is too long" },
  "content-filtered": refused,
  "credentials-expired": { raises: raising("AuthenticationError"), status: 401, type: "authentication_error" },
  "access-denied": { raises: raising("PermissionDeniedError"), status: 403, type: "permission_error" },
  "not-found": { raises: raising("NotFoundError"), status: 404, type: "not_found_error" },
  "invalid-request": refused,
};

export const anthropicClient: Stainless = {
  base,
  failures,
  retries: new Set([
    "throttled",
    "quota-exhausted",
    "overloaded",
    "unavailable",
    "server-error",
    "bad-gateway",
    "gateway-timeout",
    "model-timeout",
  ]),
};

const sorry = "I'm sorry, but I can't help with that.";
const common: Table = {
  healthy: once({ said: "answer" }, measured),
  "stale-response-id": twice({ said: "answer" }, measured),
  refusal: once({ said: sorry }, measured),
  length: once({ said: "one two th" }, measured),
  "empty-completion": once({}, measured),
};

export const wholeMessages: Table = {
  ...common,
  "hollow:no-answer": once({}, measured),
  "hollow:error-in-200": once({}, measured),
  "invalid-json": once({ raises: "SyntaxError" }, measured),
  // With `content-length: 0`; without the header it is a SyntaxError.
  "empty-body": once({ raises: "TypeError" }, measured),
  "empty-object": once({}, measured),
  "html-200": once({}, measured),
  "body cut:reset": once({ raises: "TypeError", message: "terminated" }, measured),
  "usage-missing": once({ said: "answer" }, measured),
};

/** Types that an error in the middle of a stream keeps; its class and its status are lost. */
const types: Readonly<Record<string, string>> = {
  overloaded: "overloaded_error",
  "server-error": "api_error",
  unavailable: "api_error",
  throttled: "rate_limit_error",
  "model-timeout": "timeout_error",
  "invalid-request": "invalid_request_error",
};

export const streamedMessages: Table = {
  ...common,
  ...prefixed(
    "in-stream",
    Object.fromEntries(
      Object.entries(types).map(([kind, type]) => [kind, once({ raises: base, said: half, type }, measured)]),
    ),
  ),
  "hollow:no-answer": once({}, measured),
  "hollow:error-in-200": once({}, measured),
  // An event without its blank line is dropped, and what is left ends like a whole answer.
  "invalid-json": once({ said: "one two three" }, measured),
  "empty-body": once({}, measured),
  "empty-object": once({}, measured),
  "html-200": once({}, measured),
  "cut:end": once({ said: half }, measured),
  "cut:reset": once({ raises: "TypeError", message: "terminated", said: half }, measured),
  "stall:silence": once({ hangs: true, said: half }, measured),
  "stall:keep-alives": once({ hangs: true, said: half }, measured),
  "stall:empty-deltas": once({ hangs: true, said: half }, measured),
  trickle: once({ said: "answer" }, measured),
  "trickle:endless": once({ hangs: true, said: half }, measured),
  "garbage:truncated": once({ raises: "SyntaxError", said: half }, measured),
  "garbage:noise": once({ raises: "SyntaxError", said: half }, measured),
  "garbage:partial-frame": once({ said: half }, measured),
  "duplicated-event": once({ said: "one two two three four five six" }, measured),
  "reordered-events": once({ said: "one two four three five six" }, measured),
  "missing-final-event": once({ said: "answer" }, measured),
  "usage-missing": once({ said: "answer" }, measured),
};

const raised = (message: string) => once({ raises: "AnthropicError", message }, measured);
const noEnd = raised("stream ended without producing a Message with role=assistant");
const noChunks = raised("request ended without sending any chunks");

/** `messages.stream().finalMessage()`: notices that a message has no end. */
export const messageHelper: Table = {
  ...accumulated(streamedMessages, "AnthropicError"),
  "hollow:error-in-200": noChunks,
  "empty-body": noChunks,
  "empty-object": noChunks,
  "html-200": noChunks,
  "cut:end": noEnd,
  "invalid-json": noEnd,
  "garbage:partial-frame": noEnd,
  "missing-final-event": noEnd,
  "usage-missing": raised("Cannot read properties of undefined (reading 'output_tokens')"),
};
