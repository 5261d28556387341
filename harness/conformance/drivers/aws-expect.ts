import type { Driver, Expected, Source } from "../driver.ts";

export type Table = Driver["expected"];
type Outcome = Omit<Expected, "attempts" | "gaps" | "source">;

export const measured: Source = "measured: bare sockets, 2026-11-22";
export const read: Source = "read: @smithy/core/dist-es/submodules/retry";

/** Taken for this table, with no Brownout in between. */
const bare: Source = "measured: a closed port and an unknown host, bare, 2026-11-28";

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
      : // By how soon the reset comes it is a TimeoutError (2026-11-22) or ECONNRESET (12 of 12 since), both on bare sockets.
        { raises: "Error" };
  const unreachable = (code: string): Outcome =>
    transport === "h1"
      ? { raises: "Error", name: "Error", code }
      : { raises: "Error", name: "Error", code: "ERR_HTTP2_STREAM_CANCEL", cause: code };
  return {
    reset: transient(gone, measured),
    refused: transient(unreachable("ECONNREFUSED"), bare),
    dns: transient(unreachable("ENOTFOUND"), bare),
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

/**
 * Over HTTP/2 the client races with itself when a connection is reset: bare, 48 runs each gave a clean end, ECONNRESET after what
 * had come, or ECONNRESET without it and a second attempt, by how soon the reset followed the last frame (0 to 100 ms).
 */
const race = {
  notTried:
    "the client itself races between a clean end and ECONNRESET, by how soon the reset follows the last frame (measured bare)",
} as const;

/** The body breaks off before it could be read: another attempt is as good as after a reset. */
export const brokenBody = (transport: Driver["transport"]): Table => ({
  "body cut:reset":
    transport === "h1" ? transient({ raises: "Error", code: "ECONNRESET", message: "aborted" }, read) : race,
});

/** Over HTTP/2 the timeout is one of no activity, over HTTP/1.1 it is for the headers. */
const whileActive: Source = "read: @smithy/node-http-handler/dist-es/node-http2-handler.js, set-request-timeout.js";

/** Events that arrive in pieces are put together by their lengths. */
export const slowly = (said: string): Table => ({
  trickle: once({ said }, "read: @smithy/core/dist-es/submodules/event-streams, getChunkedStream"),
});

/** What becomes of a binary stream after it has begun. `said` = what had come by then. */
export function eventStream(transport: Driver["transport"], said: string, beforeBreak = said): Table {
  return {
    // A truncated stream is a shorter answer.
    "cut:end": once({ said }, measured),
    "cut:reset":
      transport === "h1" ? once({ said, raises: "Error", code: "ECONNRESET", message: "aborted" }, measured) : race,
    ...(transport === "h1"
      ? {}
      : {
          "cut:stream-reset": once({ said, raises: "Error", code: "ERR_HTTP2_STREAM_ERROR" }, measured),
          "cut:goaway": once({ said, raises: "Error", code: "ERR_HTTP2_SESSION_ERROR" }, measured),
        }),
    "stall:silence": once(transport === "h1" ? { said, hangs: true } : { said }, measured),
    "stall:empty-deltas": once({ said, hangs: true }, read),
    "trickle:endless": once({ said, hangs: true }, whileActive),
    "garbage:truncated": once({ said, raises: "SyntaxError" }, read),
    "garbage:noise": once({ said, raises: "SyntaxError" }, read),
    "garbage:checksum": once({ said, raises: "Error", message: "The message checksum" }, measured),
    "garbage:partial-frame": once({ said, raises: "Error", message: "Truncated event message received." }, measured),
    // The body breaks off half-way: what came before is an answer that the client takes.
    "invalid-json": once({ said: beforeBreak, raises: "Error", message: "Truncated event message received." }, read),
    "html-200": once({ raises: "Error", message: "Truncated event message received." }, read),
    "empty-body": once({}, measured),
    "empty-object": once({}, read),
  };
}
