import type { Driver } from "../driver.ts";
import { complete, embed, stream } from "./mistral-calls.ts";
import { alike, askedTwice, byStatus, from, half, type Rows, shortened, swapped, twice } from "./rows.ts";

const seen = from("measured: bare sockets, 2026-11-28");
const source = from("read: @mistralai/mistralai/src/lib/sdks.ts, matchers.ts, event-streams.ts");
const sdkError = (status: number) => ({ raises: "SDKError‹MistralError", status });
const unreachable = (cause: string) => ({ raises: "ConnectionError‹HTTPClientError", cause });
const notValid = seen({ raises: "ResponseValidationError‹MistralError", status: 200, cause: "ZodError" });

/** Nothing is retried unless asked for. */
const failures: Rows = {
  ...byStatus(
    {
      throttled: 429,
      "quota-exhausted": 402,
      overloaded: 503,
      unavailable: 503,
      "server-error": 500,
      "bad-gateway": 502,
      "gateway-timeout": 504,
      "context-overflow": 400,
      "credentials-expired": 401,
      "access-denied": 403,
      "not-found": 400,
    },
    (status) => seen(sdkError(status)),
  ),
  "failure:invalid-request": seen({ raises: "HTTPValidationError‹MistralError", status: 422 }),
  "throttled with a wait": seen(sdkError(429)),
  reset: seen(unreachable("ECONNRESET")),
  refused: seen(unreachable("ECONNREFUSED")),
  dns: source(unreachable("ENOTFOUND")),
  hang: seen({ raises: "RequestTimeoutError‹HTTPClientError" }),
};
const whole: Rows = {
  ...failures,
  ...alike("", ["invalid-json", "empty-body"], seen({ raises: "SyntaxError" })),
  ...alike("", ["empty-object", "hollow:error-in-200"], notValid),
  "html-200": seen({ ...sdkError(200), message: "Unexpected Status or Content-Type" }),
  "body cut:reset": seen({ raises: "TypeError", message: "terminated", cause: "ECONNRESET" }),
};
const streamed: Rows = {
  ...failures,
  healthy: seen({ said: "answer" }),
  // An error in the place of a chunk fails the chunk's schema: neither its code nor its message is shown.
  ...alike(
    "in-stream:",
    ["overloaded", "unavailable", "server-error", "throttled"],
    seen({ raises: "ZodError", said: half }),
  ),
  ...alike("hollow:", ["no-answer", "failed"], seen({})),
  "hollow:error-in-200": seen({ raises: "ZodError" }),
  "invalid-json": seen({ said: "one two three" }),
  ...alike("", ["empty-body", "empty-object", "html-200"], seen(sdkError(200))),
  ...alike("", ["cut:end", "garbage:partial-frame"], seen({ said: half })),
  "cut:reset": seen({ raises: "TypeError", message: "terminated", cause: "ECONNRESET", said: half }),
  ...alike(
    "",
    ["stall:silence", "stall:empty-deltas", "trickle:endless"],
    seen({ raises: "DOMException", name: "TimeoutError", said: half }),
  ),
  trickle: seen({ said: "answer" }),
  ...alike("", ["garbage:truncated", "garbage:noise"], seen({ raises: "ZodError", said: half })),
  "duplicated-event": seen({ said: twice }),
  "reordered-events": seen({ said: swapped }),
  "missing-final-event": seen({ said: "answer" }),
  "usage-missing": source({ said: "answer" }),
  "stale-response-id": askedTwice,
  "empty-completion": source({}),
  length: source({ said: shortened }),
};

const common = { package: "@mistralai/mistralai", transport: "h1" } as const;
const url = "https://api.mistral.ai";
const model = { ...common, protocol: "mistral", dependency: { boundary: "model", url } } as const;

export const mistralDrivers: readonly Driver[] = [
  {
    ...model,
    id: "mistral chat.complete",
    mode: "whole",
    call: complete,
    expected: {
      ...whole,
      healthy: seen({ said: "answer" }),
      ...alike("", ["hollow:no-answer", "hollow:failed"], seen({})),
      "usage-missing": notValid,
      "stale-response-id": askedTwice,
      "empty-completion": source({}),
      length: source({ said: shortened }),
    },
  },
  { ...model, id: "mistral chat.stream", mode: "stream", call: stream, expected: streamed },
  {
    ...common,
    id: "mistral embeddings",
    protocol: "mistral-embeddings",
    mode: "whole",
    dependency: { boundary: "embedding", url },
    call: embed,
    expected: { ...whole, healthy: seen({ said: "1024" }) },
  },
];
