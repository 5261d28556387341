import type { Call } from "../../domain/call.ts";
import type { Hit, RetrievalAnswer } from "../../domain/retrieval.ts";
import { distance, readHit, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import type { Asked } from "./request.ts";
import { columnsOf, type Row, rowsOf } from "./rows.ts";
import type { Settings } from "./settings.ts";

/** Under this name a hit keeps the number of its query; no column is called so. */
const queryKey = "query#";

/** Hits of all queries of a reply in one list; undefined if it has no columns. */
export function readAnswer(value: unknown, _call: Call, { fields }: Settings): RetrievalAnswer | undefined {
  if (!isObject(value)) return undefined;
  const hits = rowsOf(value)?.map(({ query, cells }) => readHit({ ...cells, [queryKey]: query }, fields, distance));
  return hits && { hits, fields: value };
}

/** @throws {Error} when a corpus is to answer several queries at once: it knows only the first. */
export function writeAnswer({ hits, fields: around }: RetrievalAnswer, call: Call, { fields }: Settings): unknown {
  const rows = hits.map((hit): Row => {
    const { [queryKey]: query, ...cells } = writeHit(dressed(hit), fields, distance);
    return { query: typeof query === "number" ? query : 0, cells };
  });
  if (isObject(around)) return columnsOf(rows, around, Array.isArray(around.ids) ? around.ids.length : 1);
  const { include, queries } = (call.echo as Asked | undefined) ?? {
    include: ["documents", "metadatas", "distances"],
    queries: 1,
  };
  if (queries > 1)
    throw new Error(
      `A corpus answers one query embedding a call, and ${call.address} has ${queries}: mock "${call.dependency}" for this.`,
    );
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
  return columnsOf(rows, empty, queries);
}

/** A hit that never was on a wire, as a row. */
const dressed = (hit: Hit): Hit =>
  hit.fields[queryKey] === undefined
    ? { ...hit, fields: { id: hit.id, ...(Object.keys(hit.fields).length > 0 ? { metadata: hit.fields } : {}) } }
    : hit;
