import type { Call, Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { type WireReply, wholeReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { isObject, jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";
import type { Asked } from "./request.ts";

interface Form {
  /** Of REST calls; a GraphQL call that got as far as its resolver fails in a 200. */
  readonly status: number;
  /** Status code of the same failure over gRPC. */
  readonly grpc: number;
  readonly message: string;
  /** The three forms of REST errors: of the API, of the authentication before it, of a proxy. */
  readonly shape: "graphql" | "api" | "auth" | "page";
}

const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: { status: 429, grpc: 8, message: "Too many requests", shape: "graphql" },
  overloaded: { status: 429, grpc: 8, message: "Too many requests", shape: "graphql" },
  "server-error": {
    status: 500,
    grpc: 2,
    message:
      "explorer: get class: vector search: object vector search at index documents: shard documents_Cla6BaZ6D0E0: context deadline exceeded",
    shape: "graphql",
  },
  "bad-gateway": { status: 502, grpc: 14, message: "", shape: "page" },
  unavailable: { status: 503, grpc: 14, message: "", shape: "page" },
  "gateway-timeout": { status: 504, grpc: 4, message: "", shape: "page" },
  "credentials-expired": { status: 401, grpc: 16, message: "oidc auth: oidc: token is expired", shape: "auth" },
  "access-denied": {
    status: 403,
    grpc: 7,
    message: "authorization, forbidden action: user 'agent' has insufficient permissions to read_data",
    shape: "graphql",
  },
  "not-found": {
    status: 404,
    grpc: 2,
    message: 'Cannot query field "Documents" on type "GetObjectsObj".',
    shape: "graphql",
  },
  "invalid-request": {
    status: 422,
    grpc: 2,
    message:
      "explorer: get class: vector search: object vector search at index documents: vector lengths don't match: 1536 vs 384",
    shape: "graphql",
  },
};

export const failures = Object.keys(forms) as readonly FailureKind[];
export const failsIn200 = failures.filter((kind) => forms[kind]?.shape === "graphql");
export const isGrpc = (path: string): boolean => /\/(weaviate\.v1|grpc\.health\.v1)\.\w+\/\w+$/.test(path);

/** @throws {Error} for a kind that is not in `failures`. */
export function failureReply(failure: Failure, call: Call): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`Weaviate has no failure "${failure.kind}": use one of ${failures.join(", ")}.`);
  const message = failure.message ?? form.message;
  const headers = extraHeaders(failure);
  if (isGrpc(call.operation)) return grpcStatus(form.grpc, message || failure.kind);
  const status = failure.status ?? form.status;
  if (form.shape === "page") return edgePage(status, "nginx", headers);
  const json = { "content-type": "application/json", ...headers };
  if (form.shape === "auth") return jsonReply(status, json, { code: status, message });
  if (failure.status !== undefined || !/(^get|\/v1\/graphql)$/.test(call.operation))
    return jsonReply(status, json, { error: [{ message }] });
  const name = isObject(call.echo) ? (call.echo as unknown as Asked).alias : undefined;
  const data = name === undefined ? null : { Get: { [name]: null } };
  const path = name === undefined ? null : ["Get", name];
  return jsonReply(200, json, { data, errors: [{ locations: [{ column: 6, line: 1 }], message, path }] });
}

/** A call that fails before any message: trailers only (gRPC over HTTP/2, Responses). */
export const grpcStatus = (code: number, message: string): WireReply =>
  wholeReply(
    200,
    { "content-type": "application/grpc", "grpc-status": String(code), "grpc-message": encodeURIComponent(message) },
    "",
  );
