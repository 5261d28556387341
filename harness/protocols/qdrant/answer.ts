import type { Call } from "../../domain/call.ts";
import type { Hit, RetrievalAnswer } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "../shared/field-path.ts";
import { readHit, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import { pickFields } from "../shared/pick-fields.ts";
import { stableUuid } from "../shared/stable-uuid.ts";
import type { Asked } from "./request.ts";
import type { Settings } from "./settings.ts";

/** Queries answer with an object, the older search with the bare list. */
const pathOf = (call: Pick<Call, "operation">): string => (call.operation === "query" ? "result.points" : "result");

/** The points of a reply; undefined if there are none to be found. */
export function readAnswer(value: unknown, call: Call, { fields }: Settings): RetrievalAnswer | undefined {
  const list = valueAt(value, pathOf(call));
  if (!isObject(value) || !Array.isArray(list) || !list.every(isObject)) return undefined;
  return { hits: list.map((point) => readHit(point, fields)), fields: value };
}

export function writeAnswer({ hits, fields: around }: RetrievalAnswer, call: Call, settings: Settings): unknown {
  const points = hits.map((hit) => writeHit(dressed(hit, settings), settings.fields));
  if (isObject(around)) return withValueAt(around, pathOf(call), points);
  const shown = points.map((point) => payloadOf(point, call));
  return { result: call.operation === "query" ? { points: shown } : shown, status: "ok", time: 0.001838 };
}

/** A hit that never was on a wire as a point. Its id is the document's own, unless the settings look for that elsewhere. */
function dressed(hit: Hit, { fields }: Settings): Hit {
  if (hit.fields.id !== undefined || isObject(hit.fields.payload)) return hit;
  const id = fields.id === "id" ? hit.id : stableUuid(hit.id);
  return { ...hit, fields: { id, version: 1, score: 0, payload: hit.fields } };
}

function payloadOf(point: Readonly<Record<string, unknown>>, call: Call): Record<string, unknown> {
  const { payload, ...rest } = point;
  const asked = (call.echo as Asked | undefined)?.payload ?? {};
  if (asked === false || !isObject(payload)) return rest;
  return { ...rest, payload: pickFields(payload, asked) };
}
