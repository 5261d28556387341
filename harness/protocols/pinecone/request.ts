import type { CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { plainText } from "../shared/plain-text.ts";
import { retrievalQuery } from "../shared/retrieval-query.ts";
import { matchRoute, parseRoute } from "../shared/route.ts";
import { asVector } from "../shared/vector.ts";

export const operations = ["query", "search"] as const;
export type Operation = (typeof operations)[number];
const query = parseRoute("POST /query");
const search = parseRoute("POST /records/namespaces/:namespace/search");

/** What the answer must know of the question. */
export interface Asked {
  readonly namespace: string;
  readonly metadata: boolean;
  readonly values: boolean;
  /** Which fields of records are wanted; absent = all. */
  readonly fields?: readonly string[];
}

export function operationOf(request: WireRequest, binding: Binding): Operation | undefined {
  const path = pathBelow(request, binding);
  if (query && matchRoute(query, request.method, path)) return "query";
  return search && matchRoute(search, request.method, path) ? "search" : undefined;
}

/** @throws {BadRequest} */
export function readCall(request: WireRequest, binding: Binding): CallDraft {
  const body = parseJson(request.body);
  if (!isObject(body)) throw new BadRequest("Expected an object key or }.");
  return operationOf(request, binding) === "query" ? readVectorQuery(body) : readRecordSearch(body, request, binding);
}

function readVectorQuery(body: Readonly<Record<string, unknown>>): CallDraft {
  const vector = asVector(body.vector);
  if (!vector && body.id === undefined && body.sparseVector === undefined && body.sparse_vector === undefined)
    throw new BadRequest("Either 'vector' or 'ID' must be provided");
  const namespace = typeof body.namespace === "string" ? body.namespace : "";
  const echo: Asked = {
    namespace,
    metadata: (body.includeMetadata ?? body.include_metadata) === true,
    values: (body.includeValues ?? body.include_values) === true,
  };
  const topK = topKOf(body.topK ?? body.top_k);
  return {
    operation: "query",
    payload: {
      kind: "retrieval",
      query: retrievalQuery({ vector, topK, filter: body.filter, collection: namespace || undefined }),
    },
    stream: false,
    echo,
  };
}

function readRecordSearch(body: Readonly<Record<string, unknown>>, request: WireRequest, binding: Binding): CallDraft {
  const asked = isObject(body.query) ? body.query : undefined;
  if (!asked) throw new BadRequest("Missing required parameter: query");
  const inputs = isObject(asked.inputs) ? asked.inputs : {};
  const vector = isObject(asked.vector) ? asVector(asked.vector.values) : undefined;
  if (typeof inputs.text !== "string" && !vector && asked.id === undefined)
    throw new BadRequest("Query must contain one of 'inputs', 'vector' or 'id'");
  const found = search && matchRoute(search, request.method, pathBelow(request, binding));
  const namespace = found?.namespace ?? "__default__";
  const echo: Asked = {
    namespace,
    metadata: true,
    values: false,
    ...(Array.isArray(body.fields) ? { fields: body.fields.map(plainText) } : {}),
  };
  const text = typeof inputs.text === "string" ? inputs.text : undefined;
  const topK = topKOf(asked.top_k ?? asked.topK);
  return {
    operation: "search",
    payload: {
      kind: "retrieval",
      query: retrievalQuery({ query: text, vector, topK, filter: asked.filter, collection: namespace }),
    },
    stream: false,
    echo,
  };
}

function topKOf(given: unknown): number {
  if (typeof given !== "number" || !Number.isInteger(given) || given < 1 || given > 10_000)
    throw new BadRequest("topK: must be a value between 1 and 10000");
  return given;
}
