import { type SdkCase, type SdkOutcome, said } from "./sdk-trial.ts";
import type { SdkInput } from "./targets/sdk-agent.ts";

/** What the real client must make of it: taken from runs of the same clients against bare sockets. */
export interface Expected extends Omit<SdkOutcome, "gaps" | "endings" | "digest" | "took"> {
  /** `backoff`: the clients' own, 375–500 ms and then 750–1000 ms, after `each` ms of waiting for a reply. */
  readonly gaps: "none" | "backoff" | number;
  readonly each?: number;
}
type Row = readonly [
  name: string,
  given: Omit<SdkCase, "sdk" | "stream"> & { readonly stream?: boolean },
  expected: Expected,
];

export const raised = (
  error: string | undefined,
  rest: Omit<SdkOutcome["raised"], "text" | "error"> & { text?: string } = {},
) => ({
  text: "",
  ...(error === undefined ? {} : { error }),
  ...rest,
});
const once = (what: SdkOutcome["raised"]): Expected => ({ raised: what, attempts: 1, gaps: "none" });
export const retried = (what: SdkOutcome["raised"], gaps: Expected["gaps"] = "backoff"): Expected => ({
  raised: what,
  attempts: 3,
  gaps,
});
const unreachable = retried(raised("APIConnectionError"));
const half = { text: "one two" } as const;

/** The same for every client. */
const connections: readonly Row[] = [
  ["a reset connection", { fault: "connection-reset" }, unreachable],
  ["a refused connection", { fault: "refused" }, unreachable],
  ["an unknown host", { fault: "dns-failure" }, unreachable],
  ["a reset before a stream begins", { fault: "connection-reset", stream: true }, unreachable],
  [
    "headers that never come, with a client timeout",
    { fault: "hang", timeout: 800 },
    { ...retried(raised("APIConnectionTimeoutError")), each: 800 },
  ],
  [
    "a stream cut cleanly",
    { fault: "cut-stream", with: { afterContent: 2, how: "end" }, stream: true },
    once(raised(undefined, half)),
  ],
  [
    "a stream reset",
    { fault: "cut-stream", with: { afterContent: 2, how: "reset" }, stream: true },
    once(raised("TypeError", half)),
  ],
  ["a body reset half-way", { fault: "cut-stream", with: { how: "reset" } }, once(raised("TypeError"))],
  [
    "a stream that falls silent, which no client timeout ends",
    { fault: "stalled-stream", with: { afterContent: 2 }, stream: true, timeout: 800, abortAfter: 1600 },
    once(raised(undefined, half)),
  ],
  [
    "a slow first token",
    { fault: "slow-first-token", with: { delay: "400ms" }, stream: true },
    once(raised(undefined, { text: said })),
  ],
  ["a slow reply", { fault: "latency", with: { delay: "400ms" } }, once(raised(undefined, { text: said }))],
];

const openai: readonly Row[] = [
  [
    "throttling without Retry-After",
    { fault: "throttled" },
    retried(raised("RateLimitError", { status: 429, code: "rate_limit_exceeded", type: "requests" })),
  ],
  [
    "throttling with Retry-After",
    { fault: "throttled", with: { retryAfter: "1s" } },
    retried(raised("RateLimitError", { status: 429, code: "rate_limit_exceeded", type: "requests" }), 1000),
  ],
  [
    "throttling by tokens, before a stream",
    { fault: "throttled", with: { limit: "tokens" }, stream: true },
    retried(raised("RateLimitError", { status: 429, code: "rate_limit_exceeded", type: "tokens" })),
  ],
  [
    "a server error",
    { fault: "server-error" },
    retried(raised("InternalServerError", { status: 500, type: "server_error" })),
  ],
  [
    "unavailability",
    { fault: "unavailable" },
    retried(raised("InternalServerError", { status: 503, type: "server_error" })),
  ],
  [
    "overload",
    { fault: "overloaded" },
    retried(
      raised("InternalServerError", { status: 503, code: "server_is_overloaded", type: "service_unavailable_error" }),
    ),
  ],
  [
    "a model timeout",
    { fault: "model-timeout" },
    retried(raised("APIError", { status: 408, code: "Timeout", type: "server_error" })),
  ],
];
const openaiMidStream: Row = [
  "an error in the stream",
  { fault: "mid-stream-error", with: { afterContent: 2 }, stream: true },
  once(raised("APIError", { ...half, type: "server_error" })),
];

const anthropic: readonly Row[] = [
  [
    "throttling without Retry-After",
    { fault: "throttled" },
    retried(raised("RateLimitError", { status: 429, type: "rate_limit_error" })),
  ],
  [
    "throttling with Retry-After",
    { fault: "throttled", with: { retryAfter: "1s" } },
    retried(raised("RateLimitError", { status: 429, type: "rate_limit_error" }), 1000),
  ],
  [
    "throttling by tokens, before a stream",
    { fault: "throttled", with: { limit: "tokens" }, stream: true },
    retried(raised("RateLimitError", { status: 429, type: "rate_limit_error" })),
  ],
  [
    "a server error",
    { fault: "server-error" },
    retried(raised("InternalServerError", { status: 500, type: "api_error" })),
  ],
  [
    "unavailability",
    { fault: "unavailable" },
    retried(raised("ServiceUnavailableError", { status: 503, type: "api_error" })),
  ],
  ["overload", { fault: "overloaded" }, retried(raised("OverloadedError", { status: 529, type: "overloaded_error" }))],
  [
    "overload before a stream",
    { fault: "overloaded", stream: true },
    retried(raised("OverloadedError", { status: 529, type: "overloaded_error" })),
  ],
  [
    "a model timeout",
    { fault: "model-timeout" },
    retried(raised("GatewayTimeoutError", { status: 504, type: "timeout_error" })),
  ],
  [
    "an error in the stream",
    { fault: "mid-stream-error", with: { afterContent: 2 }, stream: true },
    once(raised("APIError", { ...half, type: "api_error" })),
  ],
  [
    "overload in the stream",
    { fault: "mid-stream-error", with: { afterContent: 2, kind: "overloaded" }, stream: true },
    once(raised("APIError", { ...half, type: "overloaded_error" })),
  ],
];

const table = (sdk: SdkInput["sdk"], rows: readonly Row[]) =>
  rows.map(([name, { stream = false, ...given }, expected]) => ({
    name: `${sdk}: ${name}`,
    given: { sdk, stream, ...given },
    expected,
  }));
/** Every client under every fault of its kind. */
export const cases = [
  ...table("openai", [...openai, openaiMidStream, ...connections]),
  ...table("responses", [...openai.slice(0, 2), ...connections.slice(5, 7)]),
  ...table("anthropic", [...anthropic, ...connections]),
];
