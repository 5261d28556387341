import type { Call } from "../../domain/call.ts";
import type { Hit, RetrievalAnswer } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "../shared/field-path.ts";
import { readHit, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import { pickFields } from "../shared/pick-fields.ts";
import type { Asked } from "./request.ts";
import type { Settings } from "./settings.ts";

/** The hits of a search response; undefined if it is none. */
export function readAnswer(value: unknown, _call: Call, { fields }: Settings): RetrievalAnswer | undefined {
  const list = valueAt(value, "hits.hits");
  if (!isObject(value) || !Array.isArray(list) || !list.every(isObject)) return undefined;
  return { hits: list.map((hit) => readHit(hit, fields)), fields: value };
}

/** A search response: the relayed one with other hits, or a new one. */
export function writeAnswer(answer: RetrievalAnswer, call: Call, settings: Settings): unknown {
  const reply = responseOf(answer, call, settings);
  if (!answer.partial) return reply;
  const total = valueAt(reply, "_shards.total");
  const shards = typeof total === "number" && total > 1 ? total : 2;
  const { payload } = call;
  const index = (payload.kind === "retrieval" && payload.query.collection) || "documents";
  const reason = { type: "no_shard_available_action_exception", reason: null, index, index_uuid: "_na_", shard: "0" };
  const failure = { shard: 0, index, node: null, reason };
  return { ...reply, _shards: { total: shards, successful: shards - 1, skipped: 0, failed: 1, failures: [failure] } };
}

function responseOf(
  { hits, fields: around }: RetrievalAnswer,
  call: Call,
  settings: Settings,
): Record<string, unknown> {
  const asked = askedOf(call);
  const list = hits.map((hit) => writeHit(dressed(hit, call), settings.fields));
  const shown = list.map((hit) => sourceOf(hit, asked));
  const best = hits.length === 0 ? null : Math.max(...hits.map(({ score }) => score ?? 0));
  if (!isObject(around)) {
    const total = asked.totalAsNumber ? hits.length : { value: hits.length, relation: "eq" };
    return {
      took: 3,
      timed_out: false,
      _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
      hits: { total, max_score: best, hits: shown },
    };
  }
  // A relayed hit is as its server filtered it; only the count of nothing and the best score follow a change.
  let reply = withValueAt(around, "hits.hits", list);
  if (hits.length === 0) {
    const total = typeof valueAt(around, "hits.total") === "number" ? "hits.total" : "hits.total.value";
    if (valueAt(around, total) !== undefined) reply = withValueAt(reply, total, 0);
  }
  const known = valueAt(around, "hits.max_score");
  const unchanged = readAnswer(around, call, settings)?.hits.every(({ score }, at) => score === hits[at]?.score);
  if (typeof known === "number" && !unchanged) reply = withValueAt(reply, "hits.max_score", best);
  return reply;
}

const askedOf = (call: Call): Asked => (call.echo as Asked | undefined) ?? { source: {}, totalAsNumber: false };

/** A hit that never was on a wire, in the form that its members are written into. */
function dressed(hit: Hit, call: Call): Hit {
  if (isObject(hit.fields._source) || typeof hit.fields._id === "string") return hit;
  const { payload } = call;
  const index = (payload.kind === "retrieval" && payload.query.collection) || "documents";
  return { ...hit, fields: { _index: index, _id: hit.id, _score: null, _source: hit.fields } };
}

function sourceOf(hit: Readonly<Record<string, unknown>>, { source }: Asked): Record<string, unknown> {
  const { _source, ...rest } = hit;
  if (source === false || !isObject(_source)) return rest;
  return { ...rest, _source: pickFields(_source, source) };
}
