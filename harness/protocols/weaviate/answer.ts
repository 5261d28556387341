import type { Call } from "../../domain/call.ts";
import type { Hit, RetrievalAnswer } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "../shared/field-path.ts";
import { distance, type HitPaths, likeness, readHit, type Scale, writeHit } from "../shared/hit-fields.ts";
import { isObject } from "../shared/json-body.ts";
import { stableUuid } from "../shared/stable-uuid.ts";
import type { Field } from "./graphql.ts";
import type { Asked } from "./request.ts";
import type { Settings } from "./settings.ts";

/** Lexical and hybrid scores are text there. */
const written: Scale = {
  toScore: (onWire) =>
    typeof onWire === "string" && onWire !== "" && Number.isFinite(Number(onWire)) ? Number(onWire) : undefined,
  toWire: (score) => String(score),
};
/** What tells how well a hit fits, of which a query asks for some. */
const scales = [
  ["distance", distance],
  ["certainty", likeness],
  ["score", written],
] as const;

const pathOf = (call: Call): string => `data.Get.${(call.echo as Asked | undefined)?.alias ?? ""}`;

/** The objects of a class; undefined if the reply holds none, as with errors. */
export function readAnswer(value: unknown, call: Call, settings: Settings): RetrievalAnswer | undefined {
  const list = valueAt(value, pathOf(call));
  if (!isObject(value) || !Array.isArray(list) || !list.every(isObject)) return undefined;
  return { hits: list.map((fields) => readHit(fields, ...scaleOf(fields, settings))), fields: value };
}

export function writeAnswer({ hits, fields: around }: RetrievalAnswer, call: Call, settings: Settings): unknown {
  const asked = (call.echo as Asked | undefined)?.fields ?? [];
  const onWire = isObject(around);
  const list = hits.map((hit) => {
    const given = onWire || isObject(hit.fields._additional) ? hit : dressed(hit, asked);
    const object = writeHit(given, ...scaleOf(given.fields, settings));
    return onWire ? object : selected(object, asked);
  });
  return withValueAt(onWire ? around : {}, pathOf(call), list);
}

function scaleOf(fields: Readonly<Record<string, unknown>>, settings: Settings): readonly [HitPaths, Scale] {
  const [name, scale] =
    scales.find(([member, one]) => one.toScore(valueAt(fields, `_additional.${member}`)) !== undefined) ?? scales[0];
  return [{ ...settings.fields, score: `_additional.${name}` }, scale];
}

/** A hit that never was on a wire, with every measure of fit that the query asks for. */
function dressed(hit: Hit, asked: readonly Field[]): Hit {
  const names = new Set(asked.find(({ name }) => name === "_additional")?.fields.map(({ name }) => name));
  const measures = scales.flatMap(([name, scale]) =>
    names.has(name) ? [[name, scale.toWire(hit.score ?? 0.5)] as const] : [],
  );
  const additional = { id: stableUuid(hit.id), ...Object.fromEntries(measures) };
  return { ...hit, fields: { ...hit.fields, _additional: additional } };
}

/** The members that a selection names, in its order; null where there is nothing. */
const selected = (object: Readonly<Record<string, unknown>>, fields: readonly Field[]): Record<string, unknown> =>
  Object.fromEntries(
    fields.map(({ name, alias, fields: inner }) => {
      const value = object[name];
      return [alias, inner.length > 0 && isObject(value) ? selected(value, inner) : (value ?? null)];
    }),
  );
