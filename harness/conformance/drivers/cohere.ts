import type { Driver } from "../driver.ts";
import { chat, chatStream, embed, embedFirst } from "./cohere-calls.ts";
import { alike, askedTwice, byStatus, from, half, type Rows, shortened, swapped, twice, without } from "./rows.ts";

const seen = from("measured: bare sockets, 2026-11-28");
const source = from("read: cohere-ai/dist/core/fetcher/requestWithRetries.js, core/stream/Stream.js");

/** 1 s and 2 s, a tenth more or less. */
const backoff = [
  [900, 1100],
  [1800, 2200],
] as const;
const asTold = [
  [1000, 1000],
  [1000, 1000],
] as const;
const classes: Readonly<Record<number, string>> = {
  400: "BadRequestError",
  401: "UnauthorizedError",
  403: "ForbiddenError",
  404: "NotFoundError",
  429: "TooManyRequestsError",
  498: "InvalidTokenError",
  500: "InternalServerError",
  503: "ServiceUnavailableError",
  504: "GatewayTimeoutError",
};
const raisedFor = (status: number) => {
  const own = classes[status];
  return { raises: own === undefined ? "CohereError" : `${own}‹CohereError`, status };
};
const unreachable = (cause: string) => ({ raises: "CohereError", message: "fetch failed", cause });

/** Statuses are retried, connections that fail are not. */
const failures: Rows = {
  ...byStatus(
    {
      throttled: 429,
      "quota-exhausted": 429,
      overloaded: 503,
      unavailable: 503,
      "server-error": 500,
      "bad-gateway": 502,
      "gateway-timeout": 504,
      "model-timeout": 504,
      "context-overflow": 400,
      "content-filtered": 498,
      "credentials-expired": 401,
      "access-denied": 403,
      "not-found": 404,
      "invalid-request": 400,
    },
    (status) => seen({ ...raisedFor(status), ...(status === 429 || status >= 500 ? { gaps: backoff } : {}) }),
  ),
  "throttled with a wait": seen({ ...raisedFor(429), gaps: asTold }),
  reset: seen(unreachable("ECONNRESET")),
  refused: seen(unreachable("ECONNREFUSED")),
  dns: source(unreachable("ENOTFOUND")),
  hang: seen({ raises: "CohereError", message: "timeout" }),
};
/** A body that is no JSON becomes a response without a message: it is the agent's own code that stumbles. */
const whole: Rows = {
  ...failures,
  ...alike("", ["invalid-json", "empty-object", "html-200"], seen({ raises: "TypeError" })),
  "empty-body": seen({ raises: "ParseError" }),
  "body cut:reset": seen({ raises: "CohereError", message: "terminated", cause: "ECONNRESET" }),
};
const streamed: Rows = {
  ...failures,
  healthy: seen({ said: "answer" }),
  // The error is a member of the last event, which nobody has to read.
  ...alike("in-stream:", ["server-error", "overloaded", "unavailable", "model-timeout"], seen({ said: half })),
  "hollow:error-in-200": seen({ raises: "ParseError" }),
  "hollow:failed": seen({}),
  "invalid-json": seen({ said: "one two three" }),
  ...alike("", ["empty-body", "empty-object", "html-200"], seen({})),
  ...alike("", ["cut:end", "garbage:partial-frame"], seen({ said: half })),
  "cut:reset": seen({ raises: "TypeError", message: "terminated", cause: "ECONNRESET", said: half }),
  trickle: seen({ said: "answer" }),
  ...alike("", ["stall:silence", "stall:empty-deltas", "trickle:endless"], seen({ hangs: true, said: half })),
  ...alike("", ["garbage:truncated", "garbage:noise"], seen({ raises: "SyntaxError", said: half })),
  "duplicated-event": seen({ said: twice }),
  "reordered-events": seen({ said: swapped }),
  "missing-final-event": seen({ said: "answer" }),
  "usage-missing": source({ said: "answer" }),
  "stale-response-id": askedTwice,
  "empty-completion": source({}),
  length: source({ said: shortened }),
};

const common = { package: "cohere-ai", transport: "h1" } as const;
const url = "https://api.cohere.com";
const model = { ...common, protocol: "cohere", dependency: { boundary: "model", url } } as const;

export const cohereDrivers: readonly Driver[] = [
  {
    ...model,
    id: "cohere chat",
    mode: "whole",
    call: chat,
    expected: {
      ...whole,
      healthy: seen({ said: "answer" }),
      ...alike("", ["hollow:error-in-200", "hollow:failed", "empty-completion"], seen({})),
      "usage-missing": source({ said: "answer" }),
      "stale-response-id": askedTwice,
      length: source({ said: shortened }),
    },
  },
  { ...model, id: "cohere chatStream", mode: "stream", call: chatStream, expected: streamed },
  {
    ...common,
    id: "cohere embed",
    protocol: "cohere-embeddings",
    mode: "whole",
    dependency: { boundary: "embedding", url },
    call: embed,
    expected: {
      ...without(whole, "failure:content-filtered"),
      healthy: seen({ said: "1536" }),
      "hollow:error-in-200": seen({ raises: "TypeError" }),
    },
  },
  {
    ...common,
    id: "cohere embed, version 1",
    protocol: "cohere-embeddings",
    mode: "whole",
    dependency: { boundary: "embedding", url },
    call: embedFirst,
    expected: {
      ...without(whole, "failure:content-filtered"),
      healthy: source({ said: "1536" }),
      // Which form it has is told by a member, which is missing.
      ...alike(
        "",
        ["hollow:error-in-200", "invalid-json", "empty-object", "html-200"],
        from("read: cohere-ai/dist/serialization/types/EmbedResponse.js")({
          raises: "ParseError",
          message: 'Missing discriminant ("response_type")',
        }),
      ),
    },
  },
];
