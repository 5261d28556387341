import type { Call } from "../../domain/call.ts";
import { foundBy, type Hit, type RetrievalAnswer, searchesOf } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "../shared/field-path.ts";
import { readHit, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import { pickFields, type Wanted } from "../shared/pick-fields.ts";
import type { Asked } from "./request.ts";
import type { Settings } from "./settings.ts";

/** The hits of a search response, or of each in a batch that found any; undefined if it is none. */
export function readAnswer(value: unknown, call: Call, { fields }: Settings): RetrievalAnswer | undefined {
  if (!isObject(value)) return undefined;
  if (call.operation !== "msearch") return readOne(value, fields);
  const { responses } = value;
  if (!Array.isArray(responses) || !responses.every(isObject)) return undefined;
  // A search that failed stands among the others, with its error in place of hits.
  const hits = responses.flatMap((response, search) =>
    (readOne(response, fields)?.hits ?? []).map((hit) => ({ ...hit, search })),
  );
  return { hits, fields: value };
}

function readOne(value: Readonly<Record<string, unknown>>, fields: Settings["fields"]): RetrievalAnswer | undefined {
  const list = valueAt(value, "hits.hits");
  if (!Array.isArray(list) || !list.every(isObject)) return undefined;
  return { hits: list.map((hit) => readHit(hit, fields)), fields: value };
}

/** A search response, or a batch of them: the relayed one with other hits, or a new one. */
export function writeAnswer(answer: RetrievalAnswer, call: Call, settings: Settings): unknown {
  if (call.operation !== "msearch") return writeOne(answer, 0, call, settings);
  const { fields: around, ...rest } = answer;
  const relayed = isObject(around) && Array.isArray(around.responses) ? around.responses : undefined;
  const searches = relayed ?? (call.payload.kind === "retrieval" ? searchesOf(call.payload.query) : []);
  const responses = searches.map((_, search): unknown => {
    const known: unknown = relayed?.[search];
    if (isObject(known) && !readOne(known, settings.fields)) return known;
    const hits = foundBy(search, rest.hits);
    const one = writeOne({ ...rest, hits, ...(known ? { fields: known } : {}) }, search, call, settings);
    return known ? one : { ...one, status: 200 };
  });
  return isObject(around) ? { ...around, responses } : { took: 5, responses };
}

const indexOf = ({ payload }: Call, search: number): string =>
  (payload.kind === "retrieval" && searchesOf(payload.query)[search]?.collection) || "documents";

function writeOne(answer: RetrievalAnswer, search: number, call: Call, settings: Settings): Record<string, unknown> {
  const reply = responseOf(answer, search, call, settings);
  if (!answer.partial) return reply;
  const total = valueAt(reply, "_shards.total");
  const shards = typeof total === "number" && total > 1 ? total : 2;
  const index = indexOf(call, search);
  const reason = { type: "no_shard_available_action_exception", reason: null, index, index_uuid: "_na_", shard: "0" };
  const failure = { shard: 0, index, node: null, reason };
  return { ...reply, _shards: { total: shards, successful: shards - 1, skipped: 0, failed: 1, failures: [failure] } };
}

function responseOf(
  { hits, fields: around }: RetrievalAnswer,
  search: number,
  call: Call,
  settings: Settings,
): Record<string, unknown> {
  const asked = askedOf(call);
  const list = hits.map((hit) => writeHit(dressed(hit, indexOf(call, search)), settings.fields));
  const shown = list.map((hit) => sourceOf(hit, asked.sources[search] ?? {}));
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
  const unchanged = readOne(around, settings.fields)?.hits.every(({ score }, at) => score === hits[at]?.score);
  if (typeof known === "number" && !unchanged) reply = withValueAt(reply, "hits.max_score", best);
  return reply;
}

const askedOf = (call: Call): Asked => (call.echo as Asked | undefined) ?? { sources: [], totalAsNumber: false };

/** A hit that never was on a wire, in the form that its members are written into. */
function dressed(hit: Hit, index: string): Hit {
  if (isObject(hit.fields._source) || typeof hit.fields._id === "string") return hit;
  return { ...hit, fields: { _index: index, _id: hit.id, _score: null, _source: hit.fields } };
}

function sourceOf(hit: Readonly<Record<string, unknown>>, source: Wanted | false): Record<string, unknown> {
  const { _source, ...rest } = hit;
  if (source === false || !isObject(_source)) return rest;
  return { ...rest, _source: pickFields(_source, source) };
}
