import type { Call, Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";
import { type Asked, askedOf } from "./request.ts";

interface Form {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Comes from what stands before the server: always a status, never an error in a 200. */
  readonly edge?: true;
  /** Found before anything is executed, so there is no `data`. */
  readonly early?: true;
}

/** The codes are those that the common servers agree on. */
const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  "server-error": { status: 500, code: "INTERNAL_SERVER_ERROR", message: "Internal server error" },
  throttled: { status: 429, code: "RATE_LIMITED", message: "Too many requests", early: true },
  overloaded: { status: 503, code: "SERVICE_UNAVAILABLE", message: "Service Unavailable", edge: true },
  "bad-gateway": { status: 502, code: "BAD_GATEWAY", message: "Bad Gateway", edge: true },
  unavailable: { status: 503, code: "SERVICE_UNAVAILABLE", message: "Service Unavailable", edge: true },
  "gateway-timeout": { status: 504, code: "GATEWAY_TIMEOUT", message: "Gateway Timeout", edge: true },
  "credentials-expired": { status: 401, code: "UNAUTHENTICATED", message: "The token has expired", early: true },
  "access-denied": { status: 403, code: "FORBIDDEN", message: "Not authorized" },
  "not-found": { status: 404, code: "NOT_FOUND", message: "Not found" },
  "invalid-request": { status: 400, code: "BAD_USER_INPUT", message: "Invalid input" },
};

export const failures = Object.keys(forms) as readonly FailureKind[];
export const failsIn200 = failures.filter((kind) => !forms[kind]?.edge);

export const typeOf = (asked: Asked | undefined): string =>
  asked?.modern ? "application/graphql-response+json; charset=utf-8" : "application/json; charset=utf-8";

/** @throws {Error} for a kind that is not in `failures`. */
export function failureReply(failure: Failure, call: Call): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`Cannot show "${failure.kind}" over GraphQL: use one of ${failures.join(", ")}.`);
  const asked = askedOf(call);
  const headers = { ...retryAfter(failure), ...extraHeaders(failure) };
  if (form.edge && failure.message === undefined) return edgePage(failure.status ?? form.status, "nginx", headers);
  // What could not even be read is refused with its status by every server (GraphQL over HTTP, section 6.4).
  if (asked === undefined) {
    const code = failure.kind === "invalid-request" ? refusal(failure.message) : form.code;
    return send(
      failure.status ?? form.status,
      errorBody(failure, { ...form, code, early: true }, undefined),
      asked,
      headers,
    );
  }
  const usual = form.edge || asked.errors === "http" || (asked.modern && form.early) ? form.status : 200;
  return send(failure.status ?? usual, errorBody(failure, form, asked), asked, headers);
}

const refusal = (message = ""): string => (message.startsWith("Syntax Error") ? "GRAPHQL_PARSE_FAILED" : "BAD_REQUEST");

const send = (status: number, body: unknown, asked: Asked | undefined, headers: Record<string, string>): WireReply =>
  jsonReply(status, { "content-type": typeOf(asked), ...headers }, body);

function errorBody(failure: Failure, { code, message, early }: Form, asked: Asked | undefined): unknown {
  const [field] = asked?.fields ?? [];
  const path = early || field === undefined ? {} : { path: [field] };
  const errors = [{ message: failure.message ?? message, ...path, extensions: { code } }];
  return early ? { errors } : { errors, data: null };
}

/** Some of the data is there and some has failed: the fields at the root are null, and the errors say so. */
export function partialBody(call: Call, message: string): unknown {
  const fields = askedOf(call)?.fields ?? [];
  const errors = (fields.length > 0 ? fields : [undefined]).map((field) => ({
    message,
    ...(field === undefined ? {} : { path: [field] }),
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  }));
  return { errors, data: fields.length > 0 ? Object.fromEntries(fields.map((field) => [field, null])) : null };
}
