import type { Call, Failure } from "../../domain/call.ts";
import { searchesOf } from "../../domain/retrieval.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";

/** The two products that speak this wire differ in names, not in form. */
export interface Product {
  readonly name: string;
  /** The exception of a full thread pool: one product dropped the prefix. */
  readonly rejected: string;
  readonly pool: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly denied: (index: string) => string;
}

interface Form {
  readonly status: number;
  readonly type: string;
  readonly reason: string;
  /** Members of the cause, such as the index. */
  readonly about?: Readonly<Record<string, unknown>>;
  /** The phase exception that wraps what happened on the shards. */
  readonly phase?: true;
}
type Page = { readonly page: number };

function formsOf(product: Product, index: string): Partial<Record<FailureKind, Form | Page>> {
  return {
    throttled: {
      status: 429,
      type: product.rejected,
      reason: `rejected execution of TimedRunnable on ${product.pool}[name = node-1/search, queue capacity = 1000, pool size = 7, active threads = 7, queued tasks = 1000]`,
      phase: true,
    },
    overloaded: {
      status: 429,
      type: "circuit_breaking_exception",
      reason:
        "[parent] Data too large, data for [<http_request>] would be [1032411142/984.5mb], which is larger than the limit of [1020054732/972.7mb]",
      about: {
        bytes_wanted: 1_032_411_142,
        bytes_limit: 1_020_054_732,
        durability: "TRANSIENT",
      },
    },
    "server-error": {
      status: 500,
      type: "null_pointer_exception",
      reason: 'Cannot invoke "Object.hashCode()" because "key" is null',
      phase: true,
    },
    "bad-gateway": { page: 502 },
    unavailable: {
      status: 503,
      type: "cluster_block_exception",
      reason: "blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];",
    },
    "gateway-timeout": { page: 504 },
    "credentials-expired": {
      status: 401,
      type: "security_exception",
      reason: "missing authentication credentials for REST request",
    },
    "access-denied": { status: 403, type: "security_exception", reason: product.denied(index) },
    "not-found": {
      status: 404,
      type: "index_not_found_exception",
      reason: `no such index [${index}]`,
      about: { "resource.type": "index_or_alias", "resource.id": index, index_uuid: "_na_", index },
    },
    "invalid-request": {
      status: 400,
      type: "parsing_exception",
      reason: "unknown query [matches]",
      about: { line: 1, col: 23 },
    },
  };
}

/** Of a search in a batch. */
export const failsIn200: readonly FailureKind[] = ["throttled", "server-error", "access-denied", "not-found"];

const kinds = formsOf({ name: "", rejected: "", pool: "", headers: {}, denied: () => "" }, "");
export const failures = Object.keys(kinds) as readonly FailureKind[];

/** @throws {Error} for a kind that is not in `failures`. */
export function failureReply(failure: Failure, call: Call, product: Product): WireReply {
  const index = (call.payload.kind === "retrieval" && call.payload.query.collection) || "documents";
  const form = formsOf(product, index)[failure.kind];
  if (!form) throw new Error(`${product.name} has no failure "${failure.kind}": use one of ${failures.join(", ")}.`);
  const headers = { ...product.headers, ...extraHeaders(failure) };
  // Gateway failures come from the load balancer in front of the cluster, which knows nothing of the product.
  if ("page" in form) return edgePage(form.page, "nginx", extraHeaders(failure));
  const reason = failure.message ?? form.reason;
  const cause = { type: form.type, reason, ...form.about };
  const error = form.phase
    ? {
        root_cause: [cause],
        type: "search_phase_execution_exception",
        reason: "all shards failed",
        phase: "query",
        grouped: true,
        failed_shards: [{ shard: 0, index, node: "node-1", reason: cause }],
      }
    : { root_cause: [cause], ...cause };
  const status = failure.status ?? form.status;
  const body = { error, status };
  const json = { "content-type": "application/json; charset=UTF-8", ...headers };
  // What happens to a search of a batch is told in its place, and the batch is a success.
  if (call.operation === "msearch" && call.payload.kind === "retrieval" && failsIn200.includes(failure.kind))
    return jsonReply(200, json, { took: 5, responses: searchesOf(call.payload.query).map(() => body) });
  return jsonReply(status, json, body);
}
