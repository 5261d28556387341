import type { CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { plainText } from "../shared/plain-text.ts";
import { batchOf, retrievalQuery } from "../shared/retrieval-query.ts";
import { matchRoute, parseRoute } from "../shared/route.ts";
import { asVector } from "../shared/vector.ts";

export const operation = "query";
const route = parseRoute("POST /api/v2/tenants/:tenant/databases/:database/collections/:collection/query");

/** What the answer must know of the question. */
export interface Asked {
  readonly include: readonly string[];
}

/** The collection that a query is for, if it is one. */
export const collectionOf = (request: WireRequest, binding: Binding): string | undefined =>
  route && matchRoute(route, request.method, pathBelow(request, binding))?.collection;

/** @throws {BadRequest} */
export function readQuery(request: WireRequest, binding: Binding): CallDraft {
  const body = parseJson(request.body);
  if (!isObject(body))
    throw new BadRequest("Failed to parse the request body as JSON: expected value at line 1 column 1");
  const { query_embeddings: embeddings } = body;
  if (embeddings === undefined)
    throw new BadRequest("Failed to deserialize the JSON body into the target type: missing field `query_embeddings`");
  if (!Array.isArray(embeddings) || !embeddings.every(asVector))
    throw new BadRequest("Failed to deserialize the JSON body into the target type: query_embeddings: invalid type");
  const limit = body.n_results;
  const echo: Asked = {
    include: Array.isArray(body.include) ? body.include.map(plainText) : ["metadatas", "documents", "distances"],
  };
  return {
    operation,
    payload: {
      kind: "retrieval",
      query: batchOf(
        embeddings.map((embedding) =>
          retrievalQuery({
            vector: asVector(embedding),
            topK: typeof limit === "number" ? limit : 10,
            filter: body.where,
            collection: collectionOf(request, binding),
          }),
        ),
      ),
    },
    stream: false,
    echo,
  };
}
