import type { Call, Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { type WireReply, wholeReply } from "../../domain/wire.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";

interface Form {
  readonly status: number;
  readonly error: (failure: Failure, collection: string) => string;
  /** The key check answers before the API does, in plain text. */
  readonly plain?: true;
}

/** Statuses and words of the server's error types. */
const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  // It says how long to wait unless a single request is larger than the whole budget.
  throttled: {
    status: 429,
    error: ({ retryAfterMs }) =>
      retryAfterMs === undefined
        ? "Rate limiting exceeded: Read rate limit exceeded, request larger than rate limiter capacity, please try to split your request"
        : `Rate limiting exceeded: Read rate limit exceeded: Operation requires 1 tokens but only 0 were available. Retry after ${Math.ceil(retryAfterMs / 1000)}s`,
  },
  "server-error": {
    status: 500,
    error: () =>
      "Service internal error: 1 of 1 read operations failed:\n  Service internal error: Too many open files (os error 24)",
  },
  unavailable: {
    status: 503,
    error: (_failure, collection) =>
      `Shard temporarily unavailable: The replica set for shard 0 of collection ${collection} has no active replica`,
  },
  // The server gives up with 408, not with a gateway's 504.
  "gateway-timeout": { status: 408, error: () => "Timeout: Operation 'Search' timed out after 60s" },
  "credentials-expired": { status: 401, error: () => "Invalid API key or JWT", plain: true },
  "access-denied": {
    status: 403,
    error: (_failure, collection) => `Forbidden: Access to collection ${collection} is required`,
  },
  "not-found": {
    status: 404,
    error: (_failure, collection) => `Not found: Collection \`${collection}\` doesn't exist!`,
  },
  "invalid-request": {
    status: 400,
    error: () => "Wrong input: Vector dimension error: expected dim: 1536, got 384",
  },
};

export const failures = Object.keys(forms) as readonly FailureKind[];

/** @throws {Error} for a kind that is not in `failures`. */
export function failureReply(failure: Failure, call: Call): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`Qdrant has no failure "${failure.kind}": use one of ${failures.join(", ")}.`);
  const collection = (call.payload.kind === "retrieval" && call.payload.query.collection) || "documents";
  const error = failure.message ?? form.error(failure, collection);
  const status = failure.status ?? (error.startsWith("Validation error") ? 422 : form.status);
  const headers = { ...retryAfter(failure), ...extraHeaders(failure) };
  if (form.plain) return wholeReply(status, headers, error);
  return jsonReply(status, { "content-type": "application/json", ...headers }, { status: { error }, time: 0.000241 });
}
