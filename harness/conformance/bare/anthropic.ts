import { type BareReply, json, named, page } from "./deed.ts";
import type { Endpoint, Provider, Stream } from "./provider.ts";
import { type CallForms, fragments, type WrittenCall } from "./tool-call.ts";

/** Messages as in recorded replies and the guides: errors with `details` and the request's id, pings, `stop_details` of a refusal. */

interface Told {
  readonly type: string;
  readonly message: string;
  readonly details?: unknown;
}
const errors = {
  throttled: {
    type: "rate_limit_error",
    message: "This request would exceed your account's rate limit. Please try again later.",
  },
  // The cap of the usage tier. A limit that the organization set itself is a 400.
  "quota-exhausted": {
    type: "rate_limit_error",
    message: "You have reached your API usage limits: your organization has crossed its monthly API usage threshold.",
    details: { error_code: "enforced_spend_limit_reached" },
  },
  overloaded: { type: "overloaded_error", message: "Overloaded" },
  unavailable: { type: "api_error", message: "Service unavailable" },
  "server-error": { type: "api_error", message: "Internal server error" },
  "model-timeout": { type: "timeout_error", message: "Request timed out" },
  "context-overflow": { type: "invalid_request_error", message: "prompt is too long: 208310 tokens > 200000 maximum" },
  "content-filtered": { type: "invalid_request_error", message: "Output blocked by content filtering policy" },
  "credentials-expired": { type: "authentication_error", message: "invalid x-api-key" },
  "access-denied": {
    type: "permission_error",
    message: "Your API key does not have permission to use the specified resource.",
  },
  "not-found": { type: "not_found_error", message: "model: claude-test" },
  "invalid-request": { type: "invalid_request_error", message: "max_tokens: Field required" },
} satisfies Readonly<Record<string, Told>>;

const headers = { "request-id": "req_011CabcDEF", server: "cloudflare" };
const body = ({ type, message, details = null }: Told, more: object = {}): object => ({
  type: "error",
  error: { details, type, message },
  ...more,
});
const whole = (error: Told): string => JSON.stringify(body(error, { request_id: "req_011CabcDEF" }));
const refused = (status: number, error: Told): BareReply => json(whole(error), status, headers);

const usage = { input_tokens: 9, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 6 };
const begun = {
  id: "msg_011CabcDEF",
  type: "message",
  role: "assistant",
  model: "claude-test",
  content: [],
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
};
const text = (said: string): object => ({ type: "text", text: said });
const answer = "one two three four five six";
const sorry = ["I'm", " sorry,", " but", " I", " can't", " help", " with", " that."];
const refusal = {
  stop_reason: "refusal",
  stop_details: { type: "refusal", category: null, explanation: null },
};

const event = (type: string, more: object = {}): string => named(type, { type, ...more });
const start = (more: object = { usage: { ...usage, output_tokens: 1 } }): string =>
  event("message_start", { message: { ...begun, ...more } });
const block = [event("content_block_start", { index: 0, content_block: text("") }), event("ping")];
const delta = (said: string): string =>
  event("content_block_delta", { index: 0, delta: { type: "text_delta", text: said } });
const end = (change: object, more: object = { usage }): string[] => [
  event("message_delta", { delta: { stop_sequence: null, ...change }, ...more }),
  event("message_stop"),
];
const blockEnd = event("content_block_stop", { index: 0 });
const told = (words: readonly string[], change: object = { stop_reason: "end_turn" }): Stream => ({
  opening: [start(), ...block],
  content: words.map(delta),
  closing: [blockEnd, ...end(change)],
});
const words = ["one", " two", " three", " four", " five", " six"];

const used = ({ name }: WrittenCall, input: object): object => ({ type: "tool_use", id: "toolu_01A", name, input });
const reason = ({ limited }: WrittenCall): object => ({ stop_reason: limited ? "max_tokens" : "tool_use" });
const calls: CallForms = {
  whole: (call) => JSON.stringify({ ...begun, content: [used(call, call.object)], ...reason(call), usage }),
  stream: (call) => ({
    opening: [start(), event("content_block_start", { index: 0, content_block: used(call, {}) }), event("ping")],
    content: ["", ...fragments(call.text)].map((partial_json) =>
      event("content_block_delta", { index: 0, delta: { type: "input_json_delta", partial_json } }),
    ),
    closing: [blockEnd, ...end(reason(call))],
  }),
};

const messages: Endpoint = {
  calls,
  whole: {
    healthy: JSON.stringify({ ...begun, content: [text(answer)], stop_reason: "end_turn", usage }),
    "hollow:no-answer": JSON.stringify({ ...begun, usage }),
    "hollow:error-in-200": whole(errors["server-error"]),
    "usage-missing": JSON.stringify({ ...begun, content: [text(answer)], stop_reason: "end_turn" }),
    refusal: JSON.stringify({ ...begun, content: [text(sorry.join(""))], ...refusal, usage }),
    length: JSON.stringify({ ...begun, content: [text("one two th")], stop_reason: "max_tokens", usage }),
    "empty-completion": JSON.stringify({ ...begun, stop_reason: "end_turn", usage }),
  },
  streams: {
    healthy: told(words),
    "hollow:no-answer": { opening: [start()], content: [], closing: [event("message_stop")] },
    "usage-missing": {
      opening: [start({}), ...block],
      content: words.map(delta),
      closing: [blockEnd, ...end({ stop_reason: "end_turn" }, {})],
    },
    refusal: told(sorry, refusal),
    length: told(["one", " two", " th"], { stop_reason: "max_tokens" }),
    "empty-completion": { opening: [start()], content: [], closing: end({ stop_reason: "end_turn" }) },
  },
  inStream: Object.fromEntries(Object.entries(errors).map(([kind, error]) => [kind, named("error", body(error))])),
  keepAlive: event("ping"),
  emptyDelta: delta(""),
};

const limits = (remaining: string, limit: string) => ({
  "anthropic-ratelimit-requests-limit": limit,
  "anthropic-ratelimit-requests-remaining": remaining,
});

export const anthropic: Provider = {
  failures: {
    throttled: refused(429, errors.throttled),
    "quota-exhausted": refused(429, errors["quota-exhausted"]),
    overloaded: refused(529, errors.overloaded),
    unavailable: refused(503, errors.unavailable),
    "server-error": refused(500, errors["server-error"]),
    "bad-gateway": page(502, "Bad Gateway", "cloudflare"),
    "gateway-timeout": page(504, "Gateway Time-out", "cloudflare"),
    "model-timeout": refused(504, errors["model-timeout"]),
    "context-overflow": refused(400, errors["context-overflow"]),
    "content-filtered": refused(400, errors["content-filtered"]),
    "credentials-expired": refused(401, errors["credentials-expired"]),
    "access-denied": refused(403, errors["access-denied"]),
    "not-found": refused(404, errors["not-found"]),
    "invalid-request": refused(400, errors["invalid-request"]),
  },
  oneSecond: { "retry-after": "1" },
  account: {
    model: "claude-test",
    headers: limits("3999", "4000"),
    spent: limits("0", "1"),
    cold: [['"cache_creation_input_tokens":0', '"cache_creation_input_tokens":4994']],
    warm: [['"cache_read_input_tokens":0', '"cache_read_input_tokens":4994']],
  },
  endpoints: { "/messages": messages },
};
