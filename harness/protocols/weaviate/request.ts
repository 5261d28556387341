import type { CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { plainText } from "../shared/plain-text.ts";
import { retrievalQuery } from "../shared/retrieval-query.ts";
import { asVector } from "../shared/vector.ts";
import { type Field, parseQuery } from "./graphql.ts";

export const operation = "get";

/** What the answer must know of the question. */
export interface Asked {
  /** What the reply calls the class. */
  readonly alias: string;
  readonly fields: readonly Field[];
}

/** `Get` of a single class; aggregations and several searches at once are relayed. */
export function searchIn(request: WireRequest, binding: Binding): Field | undefined {
  if (request.method !== "POST" || pathBelow(request, binding) !== "/v1/graphql") return undefined;
  const body = parseJson(request.body);
  if (!isObject(body) || typeof body.query !== "string") return undefined;
  const [get, ...others] = parseQuery(body.query) ?? [];
  return get?.name === "Get" && others.length === 0 && get.fields.length === 1 ? get.fields[0] : undefined;
}

/** @throws {BadRequest} for what is no search at all. */
export function readSearch(request: WireRequest, binding: Binding): CallDraft {
  const search = searchIn(request, binding);
  if (!search) throw new BadRequest("Syntax Error GraphQL request (1:1) Unexpected empty IN");
  const { nearText, nearVector, bm25, hybrid, ask, limit, where } = search.arguments;
  const near = isObject(nearText) && Array.isArray(nearText.concepts) ? nearText.concepts.map(plainText).join(" ") : "";
  const words = [bm25, hybrid].flatMap((one) => (isObject(one) && typeof one.query === "string" ? [one.query] : []));
  const question = isObject(ask) && typeof ask.question === "string" ? ask.question : undefined;
  const vectors = [nearVector, hybrid].flatMap((one) => (isObject(one) ? [asVector(one.vector)] : []));
  const echo: Asked = { alias: search.alias, fields: search.fields };
  return {
    operation,
    payload: {
      kind: "retrieval",
      query: retrievalQuery({
        query: near || (words[0] ?? question),
        vector: vectors.find((vector) => vector !== undefined),
        topK: typeof limit === "number" ? limit : undefined,
        filter: where,
        collection: search.name,
      }),
    },
    stream: false,
    echo,
  };
}
