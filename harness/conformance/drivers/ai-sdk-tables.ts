import type { Expected } from "../driver.ts";
import { again, once, prefixed, type Table, twice } from "./expect.ts";
import { measured } from "./stainless.ts";

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
const refused = (status: number): Expected => once({ raises: call, name: "AI_APICallError", status }, measured);
const retried: Expected = again(tired, backoff, measured);

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
  "throttled with a wait": again(tired, second, measured),
  reset: retried,
  refused: retried,
  dns: retried,
  "stale-response-id": twice({ said: "answer" }, measured),
};

const healthy = once({ said: "answer" }, measured);
const unread: Expected = once({ raises: call, name: "AI_APICallError", status: 200 }, measured);
const sorry = "I'm sorry, but I can't help with that.";

const answers: Table = {
  healthy,
  "hollow:no-answer": once({}, measured),
  "usage-missing": once({ said: "answer" }, measured),
  refusal: once({ said: sorry }, measured),
  length: once({ said: "one two th" }, measured),
  "empty-completion": once({}, measured),
};
/** One provider has no stop reason of this kind. */
const filtered: Table = { "content-filter": once({}, measured) };

/** `generateText`: an answer is checked against a schema, and what does not fit is an error that is not tried again. */
const whole: Table = {
  ...answers,
  hang: once({ raises: "DOMException", name: "TimeoutError" }, measured),
  "hollow:error-in-200": unread,
  "invalid-json": unread,
  "empty-body": unread,
  "empty-object": unread,
  "html-200": unread,
  "body cut:reset": retried,
};
export const openaiWhole: Table = {
  ...whole,
  ...filtered,
  "hollow:failed": unread,
  "empty-object": once({ raises: call, status: 500 }, measured),
};
/** Usage is a required member of its schema. */
export const anthropicWhole: Table = { ...whole, "usage-missing": unread };

const half = "one two";
const unparsed = once({ raises: "JSONParseError‹AISDKError", cause: "SyntaxError", said: half }, measured);
const stalled = once({ raises: "DOMException", name: "AbortError", said: half }, measured);
const failing = (statuses: Readonly<Record<string, number | undefined>>): Table =>
  prefixed(
    "in-stream",
    Object.fromEntries(
      Object.entries(statuses).map(([kind, status]) => [
        kind,
        once(
          { raises: "StreamProviderError‹AISDKError", said: half, ...(status === undefined ? {} : { status }) },
          measured,
        ),
      ]),
    ),
  );

/** `streamText().fullStream`: errors are parts. A total timeout runs on while events come, and ends the stream with an `abort` part. */
const stream: Table = {
  ...answers,
  hang: once({ raises: "DOMException", name: "AbortError" }, measured),
  "cut:end": once({ said: half }, measured),
  "cut:reset": once({ raises: call, status: 200, cause: "ECONNRESET", said: half }, measured),
  "stall:silence": stalled,
  "stall:keep-alives": stalled,
  "stall:empty-deltas": stalled,
  trickle: healthy,
  "trickle:endless": stalled,
  "garbage:truncated": unparsed,
  "garbage:noise": unparsed,
  // An event without its blank line is dropped.
  "garbage:partial-frame": once({ said: half }, measured),
  "invalid-json": once({ said: "one two three" }, measured),
  "duplicated-event": once({ said: "one two two three four five six" }, measured),
  "reordered-events": once({ said: "one two four three five six" }, measured),
  "missing-final-event": once({ said: "answer" }, measured),
};

const nothing = once({}, measured);
/** The first output is waited for, up to 50 ms after `response.in_progress`: what fails until then is tried again, and later it is an error of the stream. */
export const openaiStream: Table = {
  ...stream,
  ...filtered,
  ...failing({
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

const noOutput = once({ raises: "NoOutputGeneratedError‹AISDKError", message: "No output generated" }, measured);
export const anthropicStream: Table = {
  ...stream,
  ...failing({
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
  "usage-missing": once({ raises: "Error", message: "normalized Anthropic stream error" }, measured),
};
