import type { Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { type WireReply, wholeReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { type RpcMessage, rpcError, rpcResult } from "../shared/json-rpc.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";
import type { Asked } from "./request.ts";
import { failedResult } from "./result.ts";

interface Form {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

/**
 * As statuses. The specification fixes few of them: 404 = the session is gone (transports, session management), 400 = a bad request, 401 and 403 =
 * RFC 6750. Codes are those of the official SDKs' HTTP transports; -32000 is what they give for all that has no code of its own.
 */
const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: { status: 429, code: -32000, message: "Too Many Requests" },
  overloaded: { status: 503, code: -32000, message: "Service Overloaded" },
  "server-error": { status: 500, code: -32603, message: "Internal server error" },
  "bad-gateway": { status: 502, code: -32000, message: "Bad Gateway" },
  unavailable: { status: 503, code: -32000, message: "Service Unavailable" },
  "gateway-timeout": { status: 504, code: -32000, message: "Gateway Timeout" },
  "credentials-expired": { status: 401, code: -32000, message: "Token has expired" },
  "access-denied": { status: 403, code: -32000, message: "Insufficient scope" },
  "not-found": { status: 404, code: -32001, message: "Session not found" },
  "invalid-request": { status: 400, code: -32600, message: "Bad Request: Invalid request" },
};

export const failures = Object.keys(forms) as readonly FailureKind[];

/** @throws {Error} for a kind that MCP servers do not have. */
export function failureReply(
  failure: Failure,
  asked: Asked | undefined,
  send: (message: RpcMessage) => WireReply,
): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`Cannot show "${failure.kind}" over MCP: use one of ${failures.join(", ")}.`);
  const inBody =
    asked?.id !== undefined && asked.answer !== "elsewhere" && (asked.stdio || failure.status === undefined);
  const message = inBody ? told(failure, asked) : undefined;
  return message === undefined ? httpReply(failure, form, asked) : send(message);
}

function httpReply(failure: Failure, form: Form, asked: Asked | undefined): WireReply {
  const { kind } = failure;
  const status = failure.status ?? form.status;
  const headers = { ...retryAfter(failure), ...extraHeaders(failure) };
  const message = failure.message ?? form.message;
  if (kind === "credentials-expired" || kind === "access-denied") return bearerRefusal(kind, status, message, headers);
  if ((kind === "bad-gateway" || kind === "gateway-timeout") && failure.message === undefined)
    return edgePage(status, "nginx", headers);
  if (asked?.answer === "elsewhere")
    return wholeReply(status, { "content-type": "text/plain; charset=utf-8", ...headers }, message);
  // Since 2026-07-28 a refusal with status 400 names its request, and clients raise it as that request's error.
  const id = asked?.modern && asked.id !== undefined ? asked.id : null;
  return jsonReply(status, { "content-type": "application/json", ...headers }, rpcError(id, form.code, message));
}

/** RFC 6750, section 3. */
function bearerRefusal(
  kind: "credentials-expired" | "access-denied",
  status: number,
  description: string,
  headers: Record<string, string>,
): WireReply {
  const error = kind === "credentials-expired" ? "invalid_token" : "insufficient_scope";
  const challenge = `Bearer error="${error}", error_description="${description.replaceAll(/["\\\r\n]/g, "'")}"`;
  const body = { error, error_description: description };
  return jsonReply(status, { "content-type": "application/json", "www-authenticate": challenge, ...headers }, body);
}

/** What the server itself says, if the binding's options ask for that and the failure is one that gets as far. */
function told(failure: Failure, asked: Asked): RpcMessage | undefined {
  const id = asked.id ?? null;
  if (asked.errors === "http") return undefined;
  if (asked.errors === "result" && asked.tool !== undefined && inHandler.has(failure.kind)) {
    const error = errorOf(failure, asked);
    const usual = error ? `MCP error ${error.code}: ${error.message}` : (forms[failure.kind]?.message ?? "");
    return rpcResult(id, failedResult(failure.message ?? usual));
  }
  const error = errorOf(failure, asked) ?? (asked.stdio ? forms[failure.kind] : undefined);
  return error && rpcError(id, error.code, failure.message ?? error.message);
}

const inHandler: ReadonlySet<FailureKind> = new Set([
  "throttled",
  "overloaded",
  "server-error",
  "unavailable",
  "gateway-timeout",
  "access-denied",
  "not-found",
  "invalid-request",
]);

function errorOf({ kind }: Failure, asked: Asked): { code: number; message: string } | undefined {
  switch (kind) {
    case "server-error":
      return { code: -32603, message: "Internal error" };
    case "not-found":
      if (asked.tool !== undefined) return { code: -32602, message: `Tool ${asked.tool} not found` };
      // -32002 until 2025-11-25, -32602 since (resources, error handling).
      if (asked.method === "resources/read")
        return { code: asked.modern ? -32602 : -32002, message: "Resource not found" };
      return { code: -32601, message: "Method not found" };
    case "invalid-request":
      return {
        code: -32602,
        message: asked.tool === undefined ? "Invalid params" : `Invalid arguments for tool ${asked.tool}`,
      };
    default:
      return undefined;
  }
}

/** An error that comes when the stream has begun already: the request's own answer. */
export const errorMessage = (failure: Failure, asked: Asked | undefined): RpcMessage =>
  rpcError(asked?.id ?? null, forms[failure.kind]?.code ?? -32603, failure.message ?? "Internal error");
