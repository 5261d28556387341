import { z } from "zod";
import type { Hit } from "../../domain/retrieval.ts";
import { valueAt, withValueAt } from "./field-path.ts";

const names = ["id", "title", "text", "score", "date", "version"] as const;

/** Where the members of a hit stand on a wire: dotted paths below the hit. */
export type HitPaths = Readonly<Record<(typeof names)[number], string>>;

/** How relevance is written: not every service has a number that grows with it. */
export interface Scale {
  toScore(onWire: unknown): number | undefined;
  toWire(score: number): unknown;
}

export const likeness: Scale = {
  toScore: (onWire) => (typeof onWire === "number" ? onWire : undefined),
  toWire: (score) => score,
};

/**
 * A distance, where less is better. The exponential maps every distance to a positive score and back, so that a third of a score is
 * a plausible distance too; twelve digits outlive the way there and back.
 */
export const distance: Scale = {
  toScore: (onWire) => (typeof onWire === "number" ? Math.exp(-onWire) : undefined),
  toWire: (score) => (score > 0 ? Number((-Math.log(score)).toPrecision(12)) : Number.MAX_VALUE),
};

/** Options with which a user says where a store keeps things. */
export const hitPaths = (usual: HitPaths) => {
  const path = (name: keyof HitPaths) => z.string().min(1).default(usual[name]);
  return z
    .strictObject({
      id: path("id"),
      title: path("title"),
      text: path("text"),
      score: path("score"),
      date: path("date"),
      version: path("version"),
    })
    .prefault({});
};

export function readHit(fields: Readonly<Record<string, unknown>>, paths: HitPaths, scale: Scale = likeness): Hit {
  const title = textAt(fields, paths.title);
  const date = textAt(fields, paths.date);
  const version = textAt(fields, paths.version);
  const score = scale.toScore(valueAt(fields, paths.score));
  return {
    id: textAt(fields, paths.id) ?? "",
    text: textAt(fields, paths.text) ?? "",
    ...(title === undefined ? {} : { title }),
    ...(score === undefined ? {} : { score }),
    ...(date === undefined ? {} : { date }),
    ...(version === undefined ? {} : { version }),
    fields,
  };
}

/** Members that the wire has are kept as they are; a canonical one that was changed, added or removed is written. */
export function writeHit(hit: Hit, paths: HitPaths, scale: Scale = likeness): Record<string, unknown> {
  const onWire = readHit(hit.fields, paths, scale);
  let written: Record<string, unknown> = { ...hit.fields };
  for (const name of names) {
    if (hit[name] === onWire[name]) continue;
    const value = name === "score" && hit.score !== undefined ? scale.toWire(hit.score) : hit[name];
    written = withValueAt(written, paths[name], value);
  }
  return written;
}

/** Numbers are ids and versions too; anything else is no text. */
function textAt(fields: Readonly<Record<string, unknown>>, path: string): string | undefined {
  const value = valueAt(fields, path);
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
