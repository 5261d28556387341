import type { Call, Failure } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { type WireReply, wholeReply } from "../../domain/wire.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";

interface Form {
  readonly status: number;
  /** Number and name of the canonical RPC code. */
  readonly code: readonly [number, string];
  readonly message: string | ((namespace: string) => string);
  /** Said by the proxy in front, in plain text. */
  readonly plain?: true;
}

const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: {
    status: 429,
    code: [8, "RESOURCE_EXHAUSTED"],
    message: (namespace) =>
      `Too many requests: query requests per second limit (100) exceeded for namespace ${namespace}`,
  },
  "quota-exhausted": {
    status: 429,
    code: [8, "RESOURCE_EXHAUSTED"],
    message:
      "Request failed. You've reached your read unit limit for the current month (1000000). To continue reading data, upgrade your plan.",
  },
  overloaded: {
    status: 503,
    code: [14, "UNAVAILABLE"],
    message: "upstream connect error or disconnect/reset before headers. reset reason: overflow",
    plain: true,
  },
  "server-error": { status: 500, code: [2, "UNKNOWN"], message: "Internal server error" },
  "bad-gateway": {
    status: 502,
    code: [14, "UNAVAILABLE"],
    message: "upstream connect error or disconnect/reset before headers. reset reason: protocol error",
    plain: true,
  },
  unavailable: { status: 503, code: [14, "UNAVAILABLE"], message: "no healthy upstream", plain: true },
  "gateway-timeout": { status: 504, code: [4, "DEADLINE_EXCEEDED"], message: "upstream request timeout", plain: true },
  "credentials-expired": { status: 401, code: [16, "UNAUTHENTICATED"], message: "Invalid API Key", plain: true },
  "access-denied": { status: 403, code: [7, "FORBIDDEN"], message: "Forbidden" },
  "not-found": { status: 404, code: [5, "NOT_FOUND"], message: "Namespace not found" },
  "invalid-request": {
    status: 400,
    code: [3, "INVALID_ARGUMENT"],
    message: "Vector dimension 384 does not match the dimension of the index 1536",
  },
};

export const failures = Object.keys(forms) as readonly FailureKind[];

/**
 * Queries fail with the RPC status, records and the control plane with the wrapped form.
 * @throws {Error} for a kind that is not in `failures`.
 */
export function failureReply(failure: Failure, call: Call, context: EncodeContext): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`Pinecone has no failure "${failure.kind}": use one of ${failures.join(", ")}.`);
  const namespace = (call.payload.kind === "retrieval" && call.payload.query.collection) || "__default__";
  const message = failure.message ?? (typeof form.message === "string" ? form.message : form.message(namespace));
  const status = failure.status ?? form.status;
  const headers = {
    ...(failure.kind === "credentials-expired"
      ? { "www-authenticate": "Wrong API key", "x-pinecone-auth-rejected-reason": "Wrong API key" }
      : {}),
    ...answerHeaders(context),
    ...extraHeaders(failure),
  };
  if (form.plain) return wholeReply(status, { "content-type": "text/plain", ...headers }, message);
  const [number, name] = form.code;
  const wrapped = call.operation === "search" || /\/(records|namespaces|indexes)\b/.test(call.operation);
  const body = wrapped ? { error: { code: name, message }, status } : { code: number, message, details: [] };
  return jsonReply(status, { "content-type": "application/json", ...headers }, body);
}

/** Headers that every answer of the data plane carries. */
export const answerHeaders = (context: EncodeContext): Record<string, string> => ({
  server: "envoy",
  "x-pinecone-request-latency-ms": "21",
  "x-pinecone-request-id": requestNumber(context.id("")),
  "x-envoy-upstream-service-time": "22",
});

/** Request ids are decimal there. */
const requestNumber = (id: string): string =>
  BigInt(`0x${id.replaceAll(/[^0-9a-f]/g, "").slice(0, 15) || "0"}`).toString();
