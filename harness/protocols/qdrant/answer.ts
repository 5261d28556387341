import type { Call } from "../../domain/call.ts";
import { foundBy, type Hit, type RetrievalAnswer } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "../shared/field-path.ts";
import { readHit, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import { pickFields, type Wanted } from "../shared/pick-fields.ts";
import { stableUuid } from "../shared/stable-uuid.ts";
import { type Asked, isBatch } from "./request.ts";
import type { Settings } from "./settings.ts";

/** Queries answer with an object, the older search with the bare list; a batch of either with one of them for each search. */
const pathsOf = ({ operation }: Pick<Call, "operation">, searches: number): readonly string[] => {
  const within = operation.startsWith("query") ? ".points" : "";
  return isBatch(operation)
    ? Array.from({ length: searches }, (_, search) => `result.${search}${within}`)
    : [`result${within}`];
};
const searchesIn = (value: unknown): number => {
  const list = valueAt(value, "result");
  return Array.isArray(list) ? list.length : 0;
};

/** The points of a reply; undefined if there are none to be found. */
export function readAnswer(value: unknown, call: Call, { fields }: Settings): RetrievalAnswer | undefined {
  if (!isObject(value)) return undefined;
  const lists = pathsOf(call, searchesIn(value)).map((path) => valueAt(value, path));
  if (!lists.every(isPoints) || (lists.length === 0 && !Array.isArray(value.result))) return undefined;
  const several = isBatch(call.operation);
  const hits = lists.flatMap((list, search) =>
    list.map((point) => ({ ...readHit(point, fields), ...(several ? { search } : {}) })),
  );
  return { hits, fields: value };
}

const isPoints = (value: unknown): value is Record<string, unknown>[] => Array.isArray(value) && value.every(isObject);

export function writeAnswer({ hits, fields: around }: RetrievalAnswer, call: Call, settings: Settings): unknown {
  const pointsOf = (search: number) =>
    foundBy(search, hits).map((hit) => writeHit(dressed(hit, settings), settings.fields));
  if (isObject(around))
    return pathsOf(call, searchesIn(around)).reduce<Record<string, unknown>>(
      (reply, path, search) => withValueAt(reply, path, pointsOf(search)),
      around,
    );
  const { payloads } = (call.echo as Asked | undefined) ?? { payloads: [{}] };
  const shown = payloads.map((payload, search) => {
    const points = pointsOf(search).map((point) => shownOf(point, payload));
    return call.operation.startsWith("query") ? { points } : points;
  });
  return { result: isBatch(call.operation) ? shown : shown[0], status: "ok", time: 0.001838 };
}

/** A hit that never was on a wire as a point. Its id is the document's own, unless the settings look for that elsewhere. */
function dressed(hit: Hit, { fields }: Settings): Hit {
  if (hit.fields.id !== undefined || isObject(hit.fields.payload)) return hit;
  const id = fields.id === "id" ? hit.id : stableUuid(hit.id);
  return { ...hit, fields: { id, version: 1, score: 0, payload: hit.fields } };
}

function shownOf(point: Readonly<Record<string, unknown>>, asked: Wanted | false): Record<string, unknown> {
  const { payload, ...rest } = point;
  if (asked === false || !isObject(payload)) return rest;
  return { ...rest, payload: pickFields(payload, asked) };
}
