import type { Call, Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { type WireReply, wholeReply } from "../../domain/wire.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";

interface Form {
  readonly status: number;
  readonly error: string;
  readonly message: (collection: string) => string;
  /** Load shedding in front of the API, in plain text. */
  readonly plain?: true;
}

/** Only four kinds of error have a name of their own there. */
const other = "ChromaError";
const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: { status: 429, error: other, message: () => "Too many requests; backoff and try again" },
  "quota-exhausted": {
    status: 422,
    error: other,
    message: () =>
      "Quota exceeded: 'Number of results' exceeded quota limit for action 'Query Collection': current usage of 500 exceeds limit of 300",
  },
  overloaded: { status: 429, error: other, message: () => "You have been rate limited.", plain: true },
  "server-error": {
    status: 500,
    error: "InternalError",
    message: () =>
      "Error executing plan: Internal error: error returned from database: (code: 11) database disk image is malformed",
  },
  unavailable: { status: 503, error: other, message: () => "Error executing plan: No query node available" },
  "gateway-timeout": { status: 504, error: other, message: () => "Error executing plan: Timeout expired" },
  "credentials-expired": { status: 401, error: other, message: () => "Permission denied." },
  "access-denied": { status: 403, error: other, message: () => "Permission denied." },
  "not-found": {
    status: 404,
    error: "NotFoundError",
    message: (collection) => `Collection [${collection}] does not exist`,
  },
  "invalid-request": {
    status: 400,
    error: "InvalidArgumentError",
    message: () => "Collection expecting embedding with dimension of 1536, got 384",
  },
};

export const failures = Object.keys(forms) as readonly FailureKind[];

/** @throws {Error} for a kind that is not in `failures`. */
export function failureReply(failure: Failure, call: Call): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`Chroma has no failure "${failure.kind}": use one of ${failures.join(", ")}.`);
  const collection = (call.payload.kind === "retrieval" && call.payload.query.collection) || "documents";
  const message = failure.message ?? form.message(collection);
  // What the parser cannot fit into its types is 422 there.
  const status = failure.status ?? (message.startsWith("Failed to deserialize") ? 422 : form.status);
  const headers = extraHeaders(failure);
  if (form.plain) return wholeReply(status, { "content-type": "text/plain; charset=utf-8", ...headers }, message);
  return jsonReply(status, { "content-type": "application/json", ...headers }, { error: form.error, message });
}
