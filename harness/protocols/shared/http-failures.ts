import type { Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "./edge-page.ts";
import { jsonReply } from "./json-body.ts";
import { extraHeaders, retryAfter } from "./retry-after.ts";

interface Form {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Comes from a proxy in front of the service, not from the service. */
  readonly html?: true;
}

/** What HTTP services without a published error model answer, by the meaning of the status (RFC 9110, RFC 6585). */
export const httpForms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: { status: 429, code: "rate_limited", message: "Too many requests." },
  overloaded: { status: 503, code: "overloaded", message: "The service is overloaded." },
  "server-error": { status: 500, code: "internal_error", message: "Internal server error." },
  "bad-gateway": { status: 502, code: "bad_gateway", message: "Bad gateway.", html: true },
  unavailable: { status: 503, code: "unavailable", message: "Service unavailable." },
  "gateway-timeout": { status: 504, code: "gateway_timeout", message: "Gateway time-out.", html: true },
  "credentials-expired": { status: 401, code: "unauthorized", message: "The access token has expired." },
  "access-denied": { status: 403, code: "forbidden", message: "Access denied." },
  "not-found": { status: 404, code: "not_found", message: "Not found." },
  "invalid-request": { status: 400, code: "invalid_request", message: "Invalid request." },
};

export const httpFailures = Object.keys(httpForms) as readonly FailureKind[];

/**
 * `{"error":{"code","message"}}`, or the proxy's HTML page for gateway failures. `failure.status` and `failure.message` win.
 * @throws {Error} for a kind that is not in `httpFailures`.
 */
export function httpFailure(failure: Failure): WireReply {
  const form = httpForms[failure.kind];
  if (!form) throw new Error(`Cannot show "${failure.kind}" over plain HTTP: use one of ${httpFailures.join(", ")}.`);
  const status = failure.status ?? form.status;
  const headers = { ...retryAfter(failure), ...extraHeaders(failure) };
  if (form.html && failure.message === undefined) return edgePage(status, "nginx", headers);
  const error = { code: form.code, message: failure.message ?? form.message };
  return jsonReply(status, { "content-type": "application/json", ...headers }, { error });
}
