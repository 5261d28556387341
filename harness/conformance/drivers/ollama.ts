import type { Driver } from "../driver.ts";
import { chat, chatStream, embed } from "./ollama-calls.ts";
import { alike, byStatus, from, half, type Rows, shortened, swapped, twice } from "./rows.ts";

const seen = from("measured: bare sockets, 2026-11-28");
const source = from("read: ollama/dist/browser.mjs");
const fetchFailed = (cause: string) => ({ raises: "TypeError", message: "fetch failed", cause });
const notDone = { raises: "Error", message: "Did not receive done or success response in stream." };

/** Nothing is retried and nothing times out. */
const failures: Rows = {
  ...byStatus(
    {
      overloaded: 503,
      throttled: 429,
      "quota-exhausted": 429,
      "server-error": 500,
      "model-error": 500,
      "model-not-ready": 500,
      "bad-gateway": 502,
      "context-overflow": 400,
      "credentials-expired": 401,
      "access-denied": 403,
      "not-found": 404,
      "invalid-request": 400,
    },
    (status) => seen({ raises: "ResponseError", status }),
  ),
  reset: seen(fetchFailed("ECONNRESET")),
  refused: seen(fetchFailed("ECONNREFUSED")),
  dns: source(fetchFailed("ENOTFOUND")),
  hang: seen({ hangs: true }),
};
/** An object without a message is handed over: it is the agent's own code that stumbles. */
const whole: Rows = {
  ...failures,
  ...alike("", ["invalid-json", "empty-body", "html-200"], seen({ raises: "SyntaxError" })),
  ...alike("", ["empty-object", "hollow:error-in-200"], seen({ raises: "TypeError" })),
  "body cut:reset": seen({ raises: "TypeError", message: "terminated", cause: "ECONNRESET" }),
};
const streamed: Rows = {
  ...failures,
  healthy: seen({ said: "answer" }),
  ...alike(
    "in-stream:",
    ["server-error", "model-error", "overloaded", "throttled", "bad-gateway"],
    seen({ raises: "Error", said: half }),
  ),
  "hollow:no-answer": seen({}),
  "hollow:error-in-200": seen({ raises: "Error" }),
  "invalid-json": seen({ ...notDone, said: "one two three" }),
  ...alike("", ["empty-body", "html-200"], seen(notDone)),
  "empty-object": seen({ raises: "TypeError" }),
  ...alike("", ["cut:end", "garbage:partial-frame"], seen({ ...notDone, said: half })),
  "cut:reset": seen({ raises: "TypeError", message: "terminated", cause: "ECONNRESET", said: half }),
  ...alike("", ["stall:silence", "stall:empty-deltas"], seen({ hangs: true, said: half })),
  // Lines are put together, and no clock runs.
  trickle: source({ said: "answer" }),
  "trickle:endless": source({ hangs: true, said: half }),
  // A line that is no JSON is only warned about: the answer lacks a word, and nobody is told.
  ...alike("", ["garbage:truncated", "garbage:noise"], seen({ said: "one two four five six" })),
  "duplicated-event": seen({ said: twice }),
  "reordered-events": seen({ said: swapped }),
  "missing-final-event": seen({ ...notDone, said: "answer" }),
  "usage-missing": source({ said: "answer" }),
  "empty-completion": source({}),
  length: source({ said: shortened }),
};

const common = { package: "ollama", transport: "h1" } as const;
const url = "http://127.0.0.1:11434";
const model = { ...common, protocol: "ollama", dependency: { boundary: "model", url } } as const;

export const ollamaDrivers: readonly Driver[] = [
  {
    ...model,
    id: "ollama chat",
    mode: "whole",
    call: chat,
    expected: {
      ...whole,
      healthy: seen({ said: "answer" }),
      "hollow:no-answer": seen({}),
      "usage-missing": source({ said: "answer" }),
      "empty-completion": source({}),
      length: source({ said: shortened }),
    },
  },
  { ...model, id: "ollama chat, streamed", mode: "stream", call: chatStream, expected: streamed },
  {
    ...common,
    id: "ollama embed",
    protocol: "ollama-embeddings",
    mode: "whole",
    // Another machine's: embeddings of a loopback address are asked of the server there.
    dependency: { boundary: "embedding", url: "http://ollama.internal:11434" },
    call: embed,
    expected: { ...whole, healthy: seen({ said: "768" }) },
  },
];
