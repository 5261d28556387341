import type { CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import type { RetrievalQuery } from "../../domain/retrieval.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import type { Wanted } from "../shared/pick-fields.ts";
import { plainText } from "../shared/plain-text.ts";
import { batchOf, retrievalQuery } from "../shared/retrieval-query.ts";
import { matchRoute, parseRoute } from "../shared/route.ts";
import { asVector } from "../shared/vector.ts";

const routes = [
  ["query", parseRoute("POST /collections/:collection/points/query")],
  ["search", parseRoute("POST /collections/:collection/points/search")],
  ["query-batch", parseRoute("POST /collections/:collection/points/query/batch")],
  ["search-batch", parseRoute("POST /collections/:collection/points/search/batch")],
] as const;
export type Operation = (typeof routes)[number][0];
export const isBatch = (operation: string): boolean => operation.endsWith("-batch");

export const operations = routes.map(([operation]) => operation);

/** What the answer must know of the question. */
export interface Asked {
  /** By search. False: points come without payload, which is what the API does unless it is asked. */
  readonly payloads: readonly (Wanted | false)[];
}

/** Operation and collection, if the endpoint is one of a search. */
export function endpointOf(
  request: WireRequest,
  binding: Binding,
): { readonly operation: Operation; readonly collection: string } | undefined {
  for (const [operation, route] of routes) {
    const found = route && matchRoute(route, request.method, pathBelow(request, binding));
    if (found) return { operation, collection: found.collection ?? "" };
  }
  return undefined;
}

/** @throws {BadRequest} in the words of the server's own parser, as far as they can be known. */
export function readQuery(request: WireRequest, binding: Binding): CallDraft {
  const endpoint = endpointOf(request, binding);
  if (!endpoint) throw new BadRequest("Not found");
  const body = parseJson(request.body);
  if (!isObject(body)) throw new BadRequest("Format error in JSON body: expected value at line 1 column 1");
  const { operation, collection } = endpoint;
  const searches = isBatch(operation) ? searchesIn(body) : [body];
  const byVector = operation.startsWith("search");
  const echo: Asked = { payloads: searches.map((search) => wanted(search.with_payload)) };
  return {
    operation,
    payload: { kind: "retrieval", query: batchOf(searches.map((search) => queryIn(search, byVector, collection))) },
    stream: false,
    echo,
  };
}

type Body = Readonly<Record<string, unknown>>;

function searchesIn({ searches }: Body): readonly Body[] {
  if (searches === undefined) throw new BadRequest("Format error in JSON body: missing field `searches`");
  if (!Array.isArray(searches) || !searches.every(isObject))
    throw new BadRequest("Format error in JSON body: invalid type, expected a sequence");
  return searches;
}

function queryIn(body: Body, byVector: boolean, collection: string): RetrievalQuery {
  if (byVector) {
    if (body.vector === undefined) throw new BadRequest("Format error in JSON body: missing field `vector`");
    if (body.limit === undefined) throw new BadRequest("Format error in JSON body: missing field `limit`");
  }
  const sought = soughtIn(byVector ? [body.vector] : [body.query, body.prefetch]);
  return retrievalQuery({
    query: sought.text,
    vector: sought.vector,
    topK: limitOf(body.limit),
    filter: body.filter,
    collection,
  });
}

function limitOf(limit: unknown): number {
  if (limit === undefined || limit === null) return 10;
  if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 0)
    throw new BadRequest(`Format error in JSON body: invalid value: ${JSON.stringify(limit)}, expected usize`);
  // The validator's own status for this is 422; see the failures.
  if (limit === 0) throw new BadRequest("Validation error in JSON body: [limit: value 0 invalid, must be 1 or larger]");
  return limit;
}

/** The first dense vector and the first text that the service is to embed, in the query itself or in what it prefetches. */
function soughtIn(places: readonly unknown[]): { readonly text: string; readonly vector?: readonly number[] } {
  let text = "";
  let vector: readonly number[] | undefined;
  const walk = (value: unknown, name: string): void => {
    if (name === "filter" || name === "params" || name === "values" || name === "indices") return;
    const dense = asVector(value);
    if (dense) vector ??= dense;
    else if (typeof value === "string") text ||= name === "text" ? value : "";
    else if (Array.isArray(value)) for (const item of value) walk(item, name);
    else if (isObject(value)) for (const [key, member] of Object.entries(value)) walk(member, key);
  };
  for (const place of places) walk(place, "");
  return { text, ...(vector ? { vector } : {}) };
}

function wanted(given: unknown): Wanted | false {
  if (given === true) return {};
  if (Array.isArray(given)) return { include: given.map(plainText) };
  if (!isObject(given)) return false;
  const list = (value: unknown): readonly string[] | undefined =>
    Array.isArray(value) ? value.map(plainText) : undefined;
  const include = list(given.include);
  const exclude = list(given.exclude);
  return { ...(include ? { include } : {}), ...(exclude ? { exclude } : {}) };
}
