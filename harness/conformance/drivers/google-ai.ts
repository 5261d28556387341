import type { Driver } from "../driver.ts";
import { aiGenerate, aiStream } from "./google-calls.ts";
import { geminiStatuses } from "./google-statuses.ts";
import { alike, askedTwice, byStatus, from, half, type Rows, shortened, swapped, twice } from "./rows.ts";

const seen = from("measured: bare sockets, 2026-11-28");
const source = from("read: ai/dist/index.js, @ai-sdk/google/dist/index.js");
const gaps = [
  [2000, 2000],
  [4000, 4000],
] as const;
const apiCallError = "APICallError‹AISDKError";
const givenUp = { raises: "RetryError‹AISDKError", name: "AI_RetryError", message: "Failed after 3 attempts.", gaps };
const retried = new Set([408, 409, 429]);
const failed = (status: number) =>
  seen(retried.has(status) || status >= 500 ? givenUp : { raises: apiCallError, name: "AI_APICallError", status });
const noJson = { raises: apiCallError, status: 200, cause: "SyntaxError", message: "Invalid JSON response" };

/** Waits in the body are not looked for, and there is no timeout unless one is asked for. */
const both: Rows = {
  ...byStatus(geminiStatuses, failed),
  "throttled with a wait": seen(givenUp),
  healthy: seen({ said: "answer" }),
  ...alike("", ["reset", "refused"], seen(givenUp)),
  dns: source(givenUp),
  hang: seen({ hangs: true }),
  ...alike("", ["failure:content-filtered", "hollow:no-answer", "empty-object", "content-filter"], seen({})),
  "empty-completion": seen({}),
  "usage-missing": seen({ said: "answer" }),
  "stale-response-id": askedTwice,
  length: seen({ said: shortened }),
};
const whole: Rows = {
  ...both,
  ...alike("", ["invalid-json", "empty-body", "html-200"], seen(noJson)),
  "hollow:error-in-200": seen({}),
  "body cut:reset": seen(givenUp),
};
const inStream = {
  overloaded: [503, "UNAVAILABLE"],
  unavailable: [503, "UNAVAILABLE"],
  "server-error": [500, "INTERNAL"],
  "model-timeout": [504, "DEADLINE_EXCEEDED"],
  throttled: [429, "RESOURCE_EXHAUSTED"],
  "quota-exhausted": [429, "RESOURCE_EXHAUSTED"],
} as const;
const streamError = (status: number, type: string) => ({
  raises: "StreamProviderError‹AISDKError",
  status,
  code: status,
  type,
});
const parseError = { raises: "JSONParseError‹AISDKError", cause: "SyntaxError", said: half };
const streamed: Rows = {
  ...both,
  ...Object.fromEntries(
    Object.entries(inStream).map(([kind, [status, type]]) => [
      `in-stream:${kind}`,
      seen({ ...streamError(status, type), said: half }),
    ]),
  ),
  "hollow:error-in-200": seen(streamError(500, "INTERNAL")),
  "invalid-json": seen({ said: "one two three" }),
  ...alike("", ["empty-body", "html-200"], seen({})),
  ...alike("", ["cut:end", "garbage:partial-frame"], seen({ said: half })),
  "cut:reset": seen({ raises: apiCallError, status: 200, cause: "ECONNRESET", said: half }),
  trickle: seen({ said: "answer" }),
  ...alike("", ["stall:silence", "stall:empty-deltas", "trickle:endless"], seen({ hangs: true, said: half })),
  ...alike("", ["garbage:truncated", "garbage:noise"], seen(parseError)),
  "duplicated-event": seen({ said: twice }),
  "reordered-events": seen({ said: swapped }),
  "missing-final-event": seen({ said: "answer" }),
};

const common = {
  package: "@ai-sdk/google",
  protocol: "gemini",
  transport: "h1",
  dependency: { boundary: "model", url: "https://generativelanguage.googleapis.com" },
} as const;

export const googleAiDrivers: readonly Driver[] = [
  { ...common, id: "ai generateText, Google", mode: "whole", call: aiGenerate, expected: whole },
  { ...common, id: "ai streamText, Google", mode: "stream", call: aiStream, expected: streamed },
];
