import type { Call } from "../../domain/call.ts";
import type { Hit, RetrievalAnswer } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "../shared/field-path.ts";
import { readHit, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import { pickFields } from "../shared/pick-fields.ts";
import { stableUuid } from "../shared/stable-uuid.ts";
import type { Asked, Operation } from "./request.ts";
import type { Settings } from "./settings.ts";

const pathOf: Readonly<Record<Operation, string>> = { query: "matches", search: "result.hits" };
const usual: Asked = { namespace: "", metadata: true, values: false };

/** The matches of a query or the hits of a search; undefined if there is no such list. */
export function readAnswer(value: unknown, operation: Operation, { paths }: Settings): RetrievalAnswer | undefined {
  const list = valueAt(value, pathOf[operation]);
  if (!isObject(value) || !Array.isArray(list) || !list.every(isObject)) return undefined;
  return { hits: list.map((match) => readHit(match, paths[operation])), fields: value };
}

export function writeAnswer(
  { hits, fields: around }: RetrievalAnswer,
  call: Call,
  operation: Operation,
  { paths }: Settings,
): unknown {
  const list = hits.map((hit) => writeHit(dressed(hit, operation, paths[operation].id), paths[operation]));
  if (isObject(around)) return withValueAt(around, pathOf[operation], list);
  const asked = (call.echo as Asked | undefined) ?? usual;
  const usage = operation === "query" ? { readUnits: 5 } : { read_units: 6, embed_total_tokens: 5 };
  if (operation === "search") {
    const wanted = asked.fields ? { include: asked.fields } : {};
    const shown = list.map((hit) => ({ ...hit, fields: pickFields(isObject(hit.fields) ? hit.fields : {}, wanted) }));
    return { result: { hits: shown }, usage };
  }
  const matches = list.map(({ metadata, ...rest }) => (asked.metadata ? { ...rest, metadata } : rest));
  return { results: [], matches, namespace: asked.namespace, usage };
}

/** A hit that never was on a wire, as a match or a record. */
function dressed(hit: Hit, operation: Operation, idPath: string): Hit {
  const name = operation === "query" ? "id" : "_id";
  if (hit.fields[name] !== undefined) return hit;
  const id = idPath === name ? hit.id : stableUuid(hit.id);
  const fields =
    operation === "query"
      ? { id, score: 0, values: [], metadata: hit.fields }
      : { _id: id, _score: 0, fields: hit.fields };
  return { ...hit, fields };
}
