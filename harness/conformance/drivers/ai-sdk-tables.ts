import type { Expected, Source } from "../driver.ts";
import { again, once, oneCall, prefixed, type Table } from "./expect.ts";

const retrying: Source = "read: ai/dist/index.js, retryWithExponentialBackoff";
const calling: Source = "read: @ai-sdk/provider-utils/dist/index.js, createJsonErrorResponseHandler";
/** Exactly 2 s and 4 s, without chance. */
const backoff = [
  [2000, 2010],
  [4000, 4010],
] as const;
const second = [
  [1000, 1010],
  [1000, 1010],
] as const;

const call = "APICallError‹AISDKError";
const tired = { raises: "RetryError‹AISDKError", name: "AI_RetryError", message: "Failed after 3 attempts" };
const refused = (status: number): Expected => once({ raises: call, name: "AI_APICallError", status }, calling);
const retried: Expected = again(tired, backoff, retrying);

/** `ai` with any provider: 408, 409, 429 and 5xx are tried again, whatever their code says. */
export const beforeAi: Table = {
  ...prefixed("failure", {
    throttled: retried,
    "quota-exhausted": retried,
    overloaded: retried,
    unavailable: retried,
    "server-error": retried,
    "bad-gateway": retried,
    "gateway-timeout": retried,
    "model-timeout": retried,
    "context-overflow": refused(400),
    "content-filtered": refused(400),
    "credentials-expired": refused(401),
    "access-denied": refused(403),
    "not-found": refused(404),
    "invalid-request": refused(400),
  }),
  "throttled with a wait": again(tired, second, retrying),
  reset: retried,
  refused: retried,
  dns: retried,
  "stale-response-id": oneCall,
};

const healthy = once({ said: "answer" }, "measured: wire.md section 1");
const validating: Source = "read: @ai-sdk/provider-utils/dist/index.js, createJsonResponseHandler";
const unread: Expected = once({ raises: call, name: "AI_APICallError", status: 200 }, validating);
const sorry = "I'm sorry, but I can't help with that.";

/** `generateText`: an answer is checked against a schema, and what does not fit is an error that is not tried again. */
const whole: Table = {
  healthy,
  hang: once({ raises: "DOMException", name: "TimeoutError" }, "read: ai/dist/index.js, mergeAbortSignals"),
  "hollow:no-answer": once({}, validating),
  "hollow:error-in-200": unread,
  "hollow:failed": unread,
  "invalid-json": unread,
  "empty-body": unread,
  "empty-object": unread,
  "html-200": unread,
  "body cut:reset": retried,
  "usage-missing": once({ said: "answer" }, validating),
  refusal: once({ said: sorry }, "measured: wire.md section 6, semantic faults"),
  length: once({ said: "one two th" }, "measured: wire.md section 6, semantic faults"),
  "content-filter": once({}, "measured: wire.md section 6, semantic faults"),
  "empty-completion": once({}, "measured: wire.md section 6, semantic faults"),
};
export const openaiWhole: Table = {
  ...whole,
  "empty-object": once({ raises: call, status: 500 }, "read: @ai-sdk/openai/dist/index.js"),
};
/** Usage is a required member of its schema. */
export const anthropicWhole: Table = { ...whole, "usage-missing": unread };

const half = "one two";
const streaming: Source =
  "read: ai/dist/index.js, streamText; @ai-sdk/provider-utils/dist/index.js, parseJsonEventStream";
const unparsed = once({ raises: "JSONParseError‹AISDKError", cause: "SyntaxError", said: half }, streaming);
const stalled = once({ raises: "DOMException", name: "AbortError", said: half }, streaming);
const failing = (source: Source, statuses: Readonly<Record<string, number | undefined>>): Table =>
  prefixed(
    "in-stream",
    Object.fromEntries(
      Object.entries(statuses).map(([kind, status]) => [
        kind,
        once(
          { raises: "StreamProviderError‹AISDKError", said: half, ...(status === undefined ? {} : { status }) },
          source,
        ),
      ]),
    ),
  );

/** `streamText().fullStream`: errors are parts. A total timeout runs on while events come, and ends the stream with an `abort` part. */
const stream: Table = {
  ...whole,
  hang: once({ raises: "DOMException", name: "AbortError" }, streaming),
  "cut:end": once({ said: half }, "measured: wire.md section 0, 13"),
  "cut:reset": once({ raises: call, status: 200, cause: "ECONNRESET", said: half }, streaming),
  "stall:silence": stalled,
  "stall:keep-alives": stalled,
  "stall:empty-deltas": stalled,
  "garbage:truncated": unparsed,
  "garbage:noise": unparsed,
  // An event without its blank line is dropped.
  "garbage:partial-frame": once({ said: half }, streaming),
  "invalid-json": once({ said: "one two three" }, streaming),
  "duplicated-event": once({ said: "one two two three four five six" }, streaming),
  "reordered-events": once({ said: "one two four three five six" }, streaming),
  "missing-final-event": once({ said: "answer" }, streaming),
};

const nothing = once({}, streaming);
/** The first event is waited for: what fails there is tried again. */
export const openaiStream: Table = {
  ...stream,
  ...failing("read: @ai-sdk/openai/dist/index.js", {
    "server-error": 500,
    overloaded: 503,
    unavailable: 500,
    throttled: 429,
    "quota-exhausted": 429,
    "model-timeout": 504,
    "content-filtered": 400,
    "context-overflow": 400,
    "invalid-request": 400,
  }),
  "hollow:error-in-200": nothing,
  "hollow:failed": retried,
  "empty-body": nothing,
  "empty-object": nothing,
  "html-200": nothing,
};

const noOutput = once({ raises: "NoOutputGeneratedError‹AISDKError", message: "No output generated" }, streaming);
export const anthropicStream: Table = {
  ...stream,
  ...failing("read: @ai-sdk/anthropic/dist/index.js", {
    overloaded: 529,
    "server-error": 500,
    unavailable: 500,
    throttled: 429,
    "model-timeout": undefined,
    "invalid-request": 400,
  }),
  "hollow:error-in-200": noOutput,
  "empty-body": noOutput,
  "empty-object": noOutput,
  "html-200": noOutput,
  "usage-missing": once(
    { raises: "Error", message: "normalized Anthropic stream error" },
    "read: @ai-sdk/anthropic/dist/index.js",
  ),
};
