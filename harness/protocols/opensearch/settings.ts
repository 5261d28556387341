import { z } from "zod";
import { type HitPaths, hitPaths } from "../shared/hit-fields.ts";
import { settingsReader } from "../shared/options.ts";

/** Where an index keeps things: paths below a hit, `_source.body`. */
export const schema = z.strictObject({
  fields: hitPaths({
    id: "_id",
    title: "_source.title",
    text: "_source.text",
    score: "_score",
    date: "_source.date",
    version: "_source.version",
  }),
});
export interface Settings {
  readonly fields: HitPaths;
}

export const settingsOf = settingsReader<Settings>(schema);
