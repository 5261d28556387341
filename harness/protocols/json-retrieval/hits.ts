import type { Hit, RetrievalAnswer } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "../shared/field-path.ts";
import { distance, type HitPaths, likeness, readHit, type Scale, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import type { Settings } from "./settings.ts";

/** The hits of a reply; undefined if there is nothing of that form where the settings say. */
export function readHits(value: unknown, settings: Settings): RetrievalAnswer | undefined {
  const found = settings.hits === "." ? value : valueAt(value, settings.hits);
  const hits = settings.layout === "map" ? fromMap(found, settings) : fromList(found, settings);
  return hits && { hits, ...(settings.hits === "." ? {} : { fields: value }) };
}

export function writeHits({ hits, fields: around }: RetrievalAnswer, settings: Settings): unknown {
  const { paths, scale } = wireOf(settings);
  const written =
    settings.layout === "map"
      ? Object.fromEntries(hits.map((hit) => [hit.id, writeHit(unkeyed(hit), { ...paths, id: key }, scale)]))
      : hits.map((hit) => writeHit(hit, paths, scale));
  if (settings.hits === ".") return written;
  return withValueAt(isObject(around) ? around : {}, settings.hits, written);
}

function fromList(list: unknown, settings: Settings): readonly Hit[] | undefined {
  const { paths, scale } = wireOf(settings);
  if (!Array.isArray(list) || !list.every(isObject)) return undefined;
  return list.map((given) => readHit(given, paths, scale));
}

function fromMap(map: unknown, settings: Settings): readonly Hit[] | undefined {
  const { paths, scale } = wireOf(settings);
  if (!isObject(map) || !Object.values(map).every(isObject)) return undefined;
  return Object.entries(map).map(([id, given]) => ({ ...readHit(isObject(given) ? given : {}, paths, scale), id }));
}

/** A path that no member has: the id of a hit in a map is its key, and is written nowhere else. */
const key = "\u0000";
const unkeyed = (hit: Hit): Hit => ({ ...hit, id: "" });

const wireOf = ({ fields }: Settings): { readonly paths: HitPaths; readonly scale: Scale } => ({
  paths: { ...fields, score: fields.score.from },
  scale: fields.score.lowerIsBetter ? distance : likeness,
});
