import type { Hit, RetrievalAnswer } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "../shared/field-path.ts";
import { isObject } from "../shared/json-body.ts";
import type { Settings } from "./settings.ts";

type Mapping = Settings["fields"];
const names = ["id", "title", "text", "score", "date", "version"] as const;

/** The hits of a reply; undefined if there is no array of objects where the settings say. */
export function readHits(value: unknown, { hits, fields }: Settings): RetrievalAnswer | undefined {
  const list = hits === "." ? value : valueAt(value, hits);
  if (!Array.isArray(list) || !list.every(isObject)) return undefined;
  return { hits: list.map((given) => readHit(given, fields)), ...(hits === "." ? {} : { fields: value }) };
}

/** Members that the wire has are kept as they are; a canonical field that was changed, added or removed is written. */
export function writeHits({ hits, fields: around }: RetrievalAnswer, settings: Settings): unknown {
  const list = hits.map((hit) => writeHit(hit, settings.fields));
  if (settings.hits === ".") return list;
  return withValueAt(isObject(around) ? around : {}, settings.hits, list);
}

function readHit(fields: Readonly<Record<string, unknown>>, mapping: Mapping): Hit {
  const title = textAt(fields, mapping.title);
  const date = textAt(fields, mapping.date);
  const version = textAt(fields, mapping.version);
  const score = valueAt(fields, mapping.score);
  return {
    id: textAt(fields, mapping.id) ?? "",
    text: textAt(fields, mapping.text) ?? "",
    ...(title === undefined ? {} : { title }),
    ...(typeof score === "number" ? { score } : {}),
    ...(date === undefined ? {} : { date }),
    ...(version === undefined ? {} : { version }),
    fields,
  };
}

function writeHit(hit: Hit, mapping: Mapping): Record<string, unknown> {
  const onWire = readHit(hit.fields, mapping);
  let written: Record<string, unknown> = { ...hit.fields };
  for (const name of names) {
    if (hit[name] !== onWire[name]) written = withValueAt(written, mapping[name], hit[name]);
  }
  return written;
}

/** Numbers are ids and versions too; anything else is no text. */
function textAt(fields: Readonly<Record<string, unknown>>, path: string): string | undefined {
  const value = valueAt(fields, path);
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
