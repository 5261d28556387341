import type { Driver } from "../driver.ts";
import {
  brokenBody,
  connections,
  eventStream,
  exception,
  hollowJson,
  measured,
  once,
  read,
  slowly,
  type Table,
  throttled,
  transient,
} from "./aws-expect.ts";
import { half, shortened, swapped, twice } from "./rows.ts";

type Retry = typeof throttled;
const service = "BedrockRuntime";
const never: Retry = once;
const errors: Readonly<Record<string, readonly [name: string, status: number, retry: Retry]>> = {
  throttled: ["ThrottlingException", 429, throttled],
  "quota-exhausted": ["ThrottlingException", 429, throttled],
  overloaded: ["ServiceUnavailableException", 503, transient],
  "server-error": ["InternalServerException", 500, transient],
  unavailable: ["ServiceUnavailableException", 503, transient],
  "region-down": ["ServiceUnavailableException", 503, transient],
  "model-timeout": ["ModelTimeoutException", 408, never],
  "model-not-ready": ["ModelNotReadyException", 429, throttled],
  "model-error": ["ModelErrorException", 424, never],
  "context-overflow": ["ValidationException", 400, never],
  "access-denied": ["AccessDeniedException", 403, never],
  "credentials-expired": ["ExpiredTokenException", 403, never],
  "not-found": ["ResourceNotFoundException", 404, never],
  "invalid-request": ["ValidationException", 400, never],
};

/** A page of the load balancer's is retried by its status, and then a JSON parser's complaint. */
const pages: Table = {
  "failure:bad-gateway": transient({ raises: "SyntaxError" }, measured),
  "failure:gateway-timeout": transient({ raises: "SyntaxError" }, measured),
};

/** Before an answer begins, whole or streamed. */
export const beforeAnswer = (transport: Driver["transport"]): Table => ({
  ...Object.fromEntries(
    Object.entries(errors).map(([kind, [name, status, retry]]) => [
      `failure:${kind}`,
      retry(exception(service, name, status), measured),
    ]),
  ),
  ...pages,
  ...connections(transport),
});

/** Stop reasons and missing counts are nothing to the client; it says what it was sent. */
const quiet: Table = {
  healthy: once({ said: "answer" }, measured),
  "usage-missing": once({ said: "answer" }, measured),
  length: once({ said: shortened }, measured),
  "content-filter": once({}, measured),
  guardrail: once({}, measured),
  "empty-completion": once({}, measured),
  "hollow:no-answer": once({}, measured),
};

/** Answers in one piece. The driver reads what an agent reads, and does not mind members that are missing. */
export const wholeAnswers = (transport: Driver["transport"]): Table => ({
  ...quiet,
  ...hollowJson(),
  ...brokenBody(transport),
  "hollow:error-in-200": once({}, measured),
});

const inStream: Readonly<Record<string, string>> = {
  throttled: "ThrottlingException",
  "server-error": "InternalServerException",
  unavailable: "ServiceUnavailableException",
  "model-error": "ModelStreamErrorException",
  "invalid-request": "ValidationException",
};

/** Events read one by one. `timesOut` = how the stream tells that its model took too long; `beforeBreak` = what half of its bytes say. */
export const streamedAnswers = (transport: Driver["transport"], timesOut: string, beforeBreak: string): Table => ({
  ...quiet,
  ...eventStream(transport, half, beforeBreak),
  ...slowly("answer"),
  ...Object.fromEntries(
    Object.entries({ ...inStream, "model-timeout": timesOut }).map(([kind, name]) => [
      `in-stream:${kind}`,
      once({ said: half, ...exception(service, name) }, measured),
    ]),
  ),
  // Thrown from `send` itself, and not retried: the exception has no status there.
  "hollow:error-in-200": once(exception(service, "InternalServerException"), measured),
  "duplicated-event": once({ said: twice }, read),
  "reordered-events": once({ said: swapped }, read),
  "missing-final-event": once({ said: "answer" }, measured),
});
