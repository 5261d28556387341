import type { Driver } from "../driver.ts";
import { embed, generate, generateStream } from "./google-calls.ts";
import { geminiStatuses, vertexStatuses } from "./google-statuses.ts";
import { alike, askedTwice, byStatus, from, half, type Rows, shortened, swapped, twice } from "./rows.ts";

const seen = from("measured: bare sockets, 2026-11-28");
const source = from("read: @google/genai/dist/node/index.mjs");
const fetchFailed = (cause: string) => ({ raises: "TypeError", message: "fetch failed", cause });
const incomplete = { raises: "Error", message: "Incomplete JSON segment at the end" };
const aborted = { raises: "DOMException", name: "AbortError" };
const apiError = (status: number) => seen({ raises: "ApiError", status });

/** Nothing is retried, and a wait in the body is not looked for. */
const connection: Rows = {
  reset: seen(fetchFailed("ECONNRESET")),
  refused: seen(fetchFailed("ECONNREFUSED")),
  dns: source(fetchFailed("ENOTFOUND")),
  hang: seen(aborted),
};
const whole: Rows = {
  ...connection,
  ...alike("", ["invalid-json", "empty-body", "html-200"], seen({ raises: "SyntaxError" })),
  "body cut:reset": seen({ raises: "TypeError", message: "terminated", cause: "ECONNRESET" }),
};
const wholeAnswers: Rows = {
  ...whole,
  healthy: seen({ said: "answer" }),
  ...alike("hollow:", ["no-answer", "error-in-200"], seen({})),
  ...alike("", ["empty-object", "content-filter", "empty-completion"], seen({})),
  "usage-missing": seen({ said: "answer" }),
  "stale-response-id": askedTwice,
  length: seen({ said: shortened }),
};
const inStream = {
  overloaded: 503,
  unavailable: 503,
  "server-error": 500,
  "model-timeout": 504,
  throttled: 429,
  "quota-exhausted": 429,
};
const streamed: Rows = {
  ...connection,
  healthy: seen({ said: "answer" }),
  ...Object.fromEntries(
    Object.entries(inStream).map(([kind, status]) => [
      `in-stream:${kind}`,
      seen({ raises: "ApiError", status, said: half, message: "got status: " }),
    ]),
  ),
  "hollow:no-answer": seen({}),
  "hollow:error-in-200": seen({ raises: "ApiError", status: 500 }),
  "invalid-json": seen({ ...incomplete, said: "one two three" }),
  "empty-body": seen({}),
  ...alike("", ["empty-object", "html-200"], seen(incomplete)),
  "cut:end": seen({ said: half }),
  "cut:reset": seen({ raises: "TypeError", message: "terminated", cause: "ECONNRESET", said: half }),
  trickle: seen({ said: "answer" }),
  ...alike("", ["stall:silence", "stall:empty-deltas", "trickle:endless"], seen({ ...aborted, said: half })),
  ...alike("", ["garbage:truncated", "garbage:noise"], seen({ raises: "SyntaxError", said: half })),
  "garbage:partial-frame": seen({ ...incomplete, said: half }),
  "duplicated-event": seen({ said: twice }),
  "reordered-events": seen({ said: swapped }),
  "missing-final-event": seen({ said: "answer" }),
  "usage-missing": source({ said: "answer" }),
  "stale-response-id": askedTwice,
  "content-filter": seen({}),
  "empty-completion": source({}),
  length: seen({ said: shortened }),
};

const gemini: Rows = {
  ...byStatus(geminiStatuses, apiError),
  "failure:content-filtered": seen({}),
  "throttled with a wait": apiError(429),
};
const vertex: Rows = {
  ...byStatus(vertexStatuses, apiError),
  ...alike("failure:", ["content-filtered", "guardrail-intervened"], seen({})),
};
const common = { package: "@google/genai", transport: "h1" } as const;
const platform = (protocol: "gemini" | "vertex", url: string) =>
  ({ ...common, protocol, dependency: { boundary: "model", url } }) as const;
const onGemini = platform("gemini", "https://generativelanguage.googleapis.com");
const onVertex = platform("vertex", "https://aiplatform.googleapis.com");

const embedding = (id: string, url: string, vertexai: boolean): Driver => ({
  ...common,
  id,
  protocol: "gemini-embeddings",
  mode: "whole",
  dependency: { boundary: "embedding", url },
  call: embed(vertexai),
  expected: {
    ...whole,
    ...byStatus(geminiStatuses, apiError),
    "throttled with a wait": apiError(429),
    healthy: seen({ said: "3072" }),
    ...alike("", ["hollow:no-answer", "hollow:error-in-200", "empty-object"], seen({ said: "0" })),
  },
});

export const genaiDrivers: readonly Driver[] = [
  {
    ...onGemini,
    id: "genai generateContent",
    mode: "whole",
    call: generate(false),
    expected: { ...wholeAnswers, ...gemini },
  },
  {
    ...onGemini,
    id: "genai generateContentStream",
    mode: "stream",
    call: generateStream(false),
    expected: { ...streamed, ...gemini },
  },
  {
    ...onVertex,
    id: "genai generateContent, Vertex",
    mode: "whole",
    call: generate(true),
    expected: { ...wholeAnswers, ...vertex },
  },
  {
    ...onVertex,
    id: "genai generateContentStream, Vertex",
    mode: "stream",
    call: generateStream(true),
    expected: { ...streamed, ...vertex },
  },
  embedding("genai embedContent", "https://generativelanguage.googleapis.com", false),
  embedding("genai embedContent, Vertex", "https://aiplatform.googleapis.com", true),
];
