import type { Driver, Expected, Source } from "../driver.ts";

export type Table = Driver["expected"];
type Outcome = Omit<Expected, "attempts" | "gaps" | "source">;

export const measured: Source = "measured: wire.md section 6, bare sockets";
export const read: Source = "read: @smithy/core/dist-es/submodules/retry";

export const once = (outcome: Outcome, source: Source): Expected => ({ ...outcome, attempts: 1, source });

/** Two more attempts, each after anything from nothing to the base, doubled the second time; `after` = what an attempt itself takes. */
const retried =
  (base: number) =>
  (outcome: Outcome, source: Source, after = 0): Expected => ({
    ...outcome,
    attempts: 3,
    gaps: [
      [after, after + base],
      [after, after + 2 * base],
    ],
    source,
  });
/** 50 ms for what may pass at once. */
export const transient = retried(50);
export const throttled = retried(1000);

/** `ThrottlingException‹BedrockAgentRuntimeServiceException‹ServiceException` */
export const exception = (service: string, name: string, status?: number): Outcome => {
  const base = `${service}ServiceException‹ServiceException`;
  // Clients have no class for expired credentials, only the name.
  const raises = name === "ExpiredTokenException" ? base : `${name}‹${base}`;
  return { raises, name, ...(status === undefined ? {} : { status }) };
};

/** What becomes of a connection, whatever the service. `ms` = the client's own timeout in the case. */
export function connections(transport: Driver["transport"], ms = 800): Table {
  const timeout = { raises: "Error", name: "TimeoutError" };
  const timedOut =
    transport === "h1"
      ? { ...timeout, code: "ETIMEDOUT" }
      : { ...timeout, message: `Stream timed out because of no activity for ${ms} ms` };
  const gone =
    transport === "h1"
      ? { ...timeout, code: "ECONNRESET" }
      : { ...timeout, message: "http2 request did not get a response" };
  return {
    reset: transient(gone, measured),
    refused: transient({ ...timeout, code: "ECONNREFUSED" }, read),
    dns: transient({ raises: "Error", code: "ENOTFOUND" }, read),
    hang: transient(timedOut, measured, ms),
  };
}

/** Successes with a body that is none of the service's, of an operation that answers in JSON. */
export const hollowJson = (lenient: Outcome = {}): Table => ({
  "invalid-json": once({ raises: "SyntaxError", message: "JSON" }, measured),
  "html-200": once({ raises: "SyntaxError", message: "is not valid JSON" }, measured),
  // The members of a result may all be missing: nothing is raised, and nothing is found.
  "empty-body": once(lenient, measured),
  "empty-object": once(lenient, measured),
});

/** The body breaks off before it could be read: another attempt is as good as after a reset. */
export const brokenBody = (transport: Driver["transport"]): Table => ({
  "body cut:reset":
    transport === "h1"
      ? transient({ raises: "Error", code: "ECONNRESET", message: "aborted" }, read)
      : once({ raises: "SyntaxError" }, read),
});

/** What becomes of a binary stream after it has begun. `said` = what had come by then. */
export function eventStream(transport: Driver["transport"], said: string): Table {
  const reset = transport === "h1" ? { raises: "Error", code: "ECONNRESET", message: "aborted" } : {};
  return {
    // A truncated stream is a shorter answer; over HTTP/2 a lost connection is one too.
    "cut:end": once({ said }, measured),
    "cut:reset": once({ said, ...reset }, measured),
    ...(transport === "h1"
      ? {}
      : {
          "cut:stream-reset": once({ said, raises: "Error", code: "ERR_HTTP2_STREAM_ERROR" }, measured),
          "cut:goaway": once({ said, raises: "Error", code: "ERR_HTTP2_SESSION_ERROR" }, measured),
        }),
    "stall:silence": once(transport === "h1" ? { said, hangs: true } : { said }, measured),
    "stall:empty-deltas": once({ said, hangs: true }, read),
    "garbage:truncated": once({ said, raises: "SyntaxError" }, read),
    "garbage:noise": once({ said, raises: "SyntaxError" }, read),
    "garbage:checksum": once({ said, raises: "Error", message: "The message checksum" }, measured),
    "garbage:partial-frame": once({ said, raises: "Error", message: "Truncated event message received." }, measured),
    "invalid-json": once({ raises: "Error", message: "Truncated event message received." }, read),
    "html-200": once({ raises: "Error", message: "Truncated event message received." }, read),
    "empty-body": once({}, measured),
    "empty-object": once({}, read),
  };
}
