import type { Call, Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { isObject, jsonReply } from "../shared/json-body.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";

interface Form {
  readonly status: number;
  readonly error: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const basic = { "www-authenticate": 'Basic realm="oauth"' };

/** RFC 6749, sections 4.1.2.1 and 5.2; what the standard does not name goes by the words of the common servers. */
const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: { status: 429, error: "too_many_requests", message: "Too many requests." },
  overloaded: { status: 503, error: "temporarily_unavailable", message: "The server is overloaded." },
  "server-error": { status: 500, error: "server_error", message: "The server met an unexpected condition." },
  "bad-gateway": { status: 502, error: "server_error", message: "Bad gateway." },
  unavailable: { status: 503, error: "temporarily_unavailable", message: "The server is under maintenance." },
  "gateway-timeout": { status: 504, error: "temporarily_unavailable", message: "Gateway time-out." },
  "credentials-expired": {
    status: 401,
    error: "invalid_client",
    message: "Client authentication failed.",
    headers: basic,
  },
  "access-denied": { status: 400, error: "unauthorized_client", message: "The client may not use this grant type." },
  "not-found": { status: 404, error: "not_found", message: "Not found." },
  "invalid-request": { status: 400, error: "invalid_request", message: "The request is malformed." },
};

export const failures = Object.keys(forms) as readonly FailureKind[];

/** @throws {Error} for a kind that is not in `failures`. */
export function failureReply(failure: Failure, call: Call): WireReply {
  const form = formOf(failure.kind, call);
  if (!form) throw new Error(`Cannot show "${failure.kind}" over OAuth: use one of ${failures.join(", ")}.`);
  const status = failure.status ?? form.status;
  const headers = { ...retryAfter(failure), ...extraHeaders(failure) };
  const edge = failure.kind === "bad-gateway" || failure.kind === "gateway-timeout";
  if (edge && failure.message === undefined) return edgePage(status, "nginx", headers);
  const body = { error: form.error, error_description: failure.message ?? form.message };
  // RFC 6749, section 5.1: what comes from a token endpoint must not be kept.
  const fixed = { "content-type": "application/json", "cache-control": "no-store", ...form.headers };
  return jsonReply(status, { ...fixed, ...headers }, body);
}

function formOf(kind: FailureKind, { operation, echo }: Call): Form | undefined {
  const bearer = (error: string) => ({ "www-authenticate": `Bearer error="${error}"` });
  if (kind === "credentials-expired" && operation === "token" && !isClientGrant(echo))
    return { status: 400, error: "invalid_grant", message: "The grant is invalid, expired or revoked." };
  if (operation !== "userinfo") return forms[kind];
  if (kind === "credentials-expired")
    return {
      status: 401,
      error: "invalid_token",
      message: "The access token expired.",
      headers: bearer("invalid_token"),
    };
  if (kind === "access-denied")
    return {
      status: 403,
      error: "insufficient_scope",
      message: "The scope is insufficient.",
      headers: bearer("insufficient_scope"),
    };
  return forms[kind];
}

/** Without a grant of a user there is only the client that can be wrong. */
const isClientGrant = (echo: unknown): boolean => !isObject(echo) || echo["grant"] === "client_credentials";
