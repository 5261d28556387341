import type { Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { rpcError } from "../shared/json-rpc.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";
import type { Asked } from "./request.ts";

interface Form {
  readonly status: number;
  /** Of `google.rpc.Code`. */
  readonly name: string;
  readonly message: string;
  /** Errors of the agent itself: their JSON-RPC code and reason (specification, error mapping). */
  readonly code?: number;
  readonly reason?: string;
  /** Status under which the JSON-RPC error travels. */
  readonly rpcStatus?: number;
}

const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: { status: 429, name: "RESOURCE_EXHAUSTED", message: "Too Many Requests" },
  overloaded: { status: 503, name: "UNAVAILABLE", message: "The agent is overloaded" },
  // The official server sends its own faults as JSON-RPC errors under a 500, and everything else under a 200.
  "server-error": { status: 500, name: "INTERNAL", message: "Internal error", code: -32603, rpcStatus: 500 },
  "bad-gateway": { status: 502, name: "UNAVAILABLE", message: "Bad Gateway" },
  unavailable: { status: 503, name: "UNAVAILABLE", message: "Service Unavailable" },
  "gateway-timeout": { status: 504, name: "DEADLINE_EXCEEDED", message: "Gateway Timeout" },
  "model-error": {
    status: 500,
    name: "INTERNAL",
    message: "Invalid agent response type",
    code: -32006,
    reason: "INVALID_AGENT_RESPONSE",
  },
  "credentials-expired": { status: 401, name: "UNAUTHENTICATED", message: "The access token expired" },
  "access-denied": { status: 403, name: "PERMISSION_DENIED", message: "Permission denied" },
  "not-found": { status: 404, name: "NOT_FOUND", message: "Task not found", code: -32001, reason: "TASK_NOT_FOUND" },
  "invalid-request": {
    status: 400,
    name: "INVALID_ARGUMENT",
    message: "Request malformed",
    code: -32602,
    reason: "INVALID_PARAMS",
  },
};

export const failures = Object.keys(forms) as readonly FailureKind[];
/** As JSON-RPC; over REST they have statuses. */
export const failsIn200 = failures.filter((kind) => forms[kind]?.code !== undefined && !forms[kind]?.rpcStatus);

const formOf = (kind: FailureKind): Form => {
  const form = forms[kind];
  if (!form) throw new Error(`Cannot show "${kind}" over A2A: use one of ${failures.join(", ")}.`);
  return form;
};

/** `google.rpc.Status` as JSON. */
export function statusBody(failure: Failure): { readonly error: Readonly<Record<string, unknown>> } {
  const { status, name, message, reason } = formOf(failure.kind);
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "a2a-protocol.org" };
  const details = reason === undefined ? [] : [info];
  return { error: { code: failure.status ?? status, status: name, message: failure.message ?? message, details } };
}

export function errorMessage(failure: Failure, asked: Asked | undefined) {
  const { code, message, reason } = formOf(failure.kind);
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "a2a-protocol.org" };
  return rpcError(
    asked?.id ?? null,
    code ?? -32603,
    failure.message ?? message,
    reason === undefined ? undefined : [info],
  );
}

export function failureReply(failure: Failure, asked: Asked | undefined): WireReply {
  const { kind } = failure;
  const form = formOf(kind);
  const headers = { "content-type": "application/json", ...retryAfter(failure), ...extraHeaders(failure) };
  if (asked?.form === "json-rpc" && form.code !== undefined && failure.status === undefined)
    return jsonReply(form.rpcStatus ?? 200, headers, errorMessage(failure, asked));
  const status = failure.status ?? form.status;
  if ((kind === "bad-gateway" || kind === "gateway-timeout") && failure.message === undefined)
    return edgePage(status, "nginx", { ...retryAfter(failure), ...extraHeaders(failure) });
  const challenge = kind === "credentials-expired" ? { "www-authenticate": 'Bearer error="invalid_token"' } : {};
  return jsonReply(status, { ...challenge, ...headers }, statusBody(failure));
}
