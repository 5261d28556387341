import { type Outcome, once, prefixed, type Table, twice } from "./expect.ts";
import { base } from "./openai-failures.ts";
import { measured } from "./stainless.ts";

const half = "one two";

/** Answers in one piece. The driver reads what an agent reads, and does not mind members that are missing. */
export const wholeAnswers: Table = {
  healthy: once({ said: "answer" }, measured),
  "hollow:no-answer": once({}, measured),
  "hollow:error-in-200": once({}, measured),
  "hollow:failed": once({}, measured),
  "invalid-json": once({ raises: "SyntaxError" }, measured),
  "empty-body": once({ raises: "TypeError" }, measured),
  "empty-object": once({}, measured),
  "html-200": once({}, measured),
  "body cut:reset": once({ raises: "TypeError", message: "terminated" }, measured),
  "usage-missing": once({ said: "answer" }, measured),
  "stale-response-id": twice({ said: "answer" }, measured),
  refusal: once({}, measured),
  length: once({ said: "one two th" }, measured),
  "content-filter": once({}, measured),
  "empty-completion": once({}, measured),
};

/** The text getter of a response is put on with `in`, which a page of HTML is not an object for. */
export const wholeResponses: Table = {
  ...wholeAnswers,
  "html-200": once({ raises: "TypeError" }, measured),
};

export type Codes = Readonly<Record<string, Pick<Outcome, "code" | "type">>>;

/** Codes that an error in the middle of a stream keeps; its status is lost. */
const platformCodes: Codes = {
  "server-error": { type: "server_error" },
  overloaded: { code: "server_is_overloaded", type: "service_unavailable_error" },
  unavailable: { type: "server_error" },
  throttled: { code: "rate_limit_exceeded", type: "requests" },
  "quota-exhausted": { code: "insufficient_quota", type: "insufficient_quota" },
  "model-timeout": { code: "Timeout", type: "server_error" },
  "content-filtered": { code: "invalid_prompt", type: "invalid_request_error" },
  "context-overflow": { code: "context_length_exceeded", type: "invalid_request_error" },
  "invalid-request": { type: "invalid_request_error" },
};

/** The partner cloud's errors have statuses for codes, and no types. */
const azureCodes: Codes = {
  "server-error": { type: "server_error" },
  "context-overflow": { code: "context_length_exceeded", type: "invalid_request_error" },
  "invalid-request": { type: "invalid_request_error" },
  throttled: { code: "429" },
  overloaded: { code: "429" },
  "content-filtered": { code: "content_filter" },
};

export const inStream = (codes: Codes): Table =>
  prefixed(
    "in-stream",
    Object.fromEntries(
      Object.entries(codes).map(([kind, given]) => [kind, once({ raises: base, said: half, ...given }, measured)]),
    ),
  );

/** Events read one by one. What is cut cleanly ends like a whole answer. */
export const streamed: Table = {
  healthy: once({ said: "answer" }, measured),
  "hollow:no-answer": once({}, measured),
  "hollow:error-in-200": once({}, measured),
  "hollow:failed": once({}, measured),
  "invalid-json": once({ raises: "SyntaxError", said: "one two three" }, measured),
  "empty-body": once({}, measured),
  "empty-object": once({}, measured),
  "html-200": once({}, measured),
  "cut:end": once({ said: half }, measured),
  "cut:reset": once({ raises: "TypeError", message: "terminated", said: half }, measured),
  "stall:silence": once({ hangs: true, said: half }, measured),
  "stall:keep-alives": once({ hangs: true, said: half }, measured),
  "stall:empty-deltas": once({ hangs: true, said: half }, measured),
  // The timeout is for the headers: a body may take for ever.
  trickle: once({ said: "answer" }, measured),
  "trickle:endless": once({ hangs: true, said: half }, measured),
  "garbage:truncated": once({ raises: "SyntaxError", said: half }, measured),
  "garbage:noise": once({ raises: "SyntaxError", said: half }, measured),
  "garbage:partial-frame": once({ raises: "SyntaxError", said: half }, measured),
  "duplicated-event": once({ said: "one two two three four five six" }, measured),
  "reordered-events": once({ said: "one two four three five six" }, measured),
  "missing-final-event": once({ said: "answer" }, measured),
  "usage-missing": once({ said: "answer" }, measured),
  "stale-response-id": twice({ said: "answer" }, measured),
  refusal: once({}, measured),
  length: once({ said: "one two th" }, measured),
  "content-filter": once({}, measured),
  "empty-completion": once({}, measured),
};

export const streamedAnswers: Table = { ...streamed, ...inStream(platformCodes) };
export const azureStreamed: Table = { ...streamed, ...inStream(azureCodes) };
