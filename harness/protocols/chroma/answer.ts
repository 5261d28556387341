import type { Call } from "../../domain/call.ts";
import { type Hit, type RetrievalAnswer, searchesOf } from "../../domain/retrieval.ts";
import { distance, readHit, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import type { Asked } from "./request.ts";
import { columnsOf, type Row, rowsOf } from "./rows.ts";
import type { Settings } from "./settings.ts";

/** Hits of all queries of a reply in one list; undefined if it has no columns. */
export function readAnswer(value: unknown, _call: Call, { fields }: Settings): RetrievalAnswer | undefined {
  if (!isObject(value)) return undefined;
  const hits = rowsOf(value)?.map(({ query, cells }) => ({ ...readHit(cells, fields, distance), search: query }));
  return hits && { hits, fields: value };
}

export function writeAnswer({ hits, fields: around }: RetrievalAnswer, call: Call, { fields }: Settings): unknown {
  const rows = hits.map((hit): Row => ({ query: hit.search ?? 0, cells: writeHit(dressed(hit), fields, distance) }));
  if (isObject(around)) return columnsOf(rows, around, Array.isArray(around.ids) ? around.ids.length : 1);
  const { include } = (call.echo as Asked | undefined) ?? { include: ["documents", "metadatas", "distances"] };
  const column = (name: string): readonly unknown[] | null => (include.includes(name) ? [] : null);
  const empty = {
    ids: [],
    embeddings: null,
    documents: column("documents"),
    uris: null,
    metadatas: column("metadatas"),
    distances: column("distances"),
    include,
  };
  return columnsOf(rows, empty, call.payload.kind === "retrieval" ? searchesOf(call.payload.query).length : 1);
}

/** A hit that never was on a wire, as a row. */
const dressed = (hit: Hit): Hit =>
  typeof hit.fields.id === "string"
    ? hit
    : { ...hit, fields: { id: hit.id, ...(Object.keys(hit.fields).length > 0 ? { metadata: hit.fields } : {}) } };
