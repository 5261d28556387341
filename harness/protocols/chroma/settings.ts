import { z } from "zod";
import { type HitPaths, hitPaths } from "../shared/hit-fields.ts";
import { settingsReader } from "../shared/options.ts";

/** Where a collection keeps things: paths below a row, which has `id`, `document`, `metadata` and `distance`. */
export const schema = z.strictObject({
  fields: hitPaths({
    id: "id",
    title: "metadata.title",
    text: "document",
    score: "distance",
    date: "metadata.date",
    version: "metadata.version",
  }),
});
export interface Settings {
  readonly fields: HitPaths;
}

export const settingsOf = settingsReader<Settings>(schema);
