import { z } from "zod";
import { type HitPaths, hitPaths } from "../shared/hit-fields.ts";
import { settingsReader } from "../shared/options.ts";

/** Where a collection keeps things: paths below a point, `payload.page_content`. */
export const schema = z.strictObject({
  fields: hitPaths({
    id: "id",
    title: "payload.title",
    text: "payload.text",
    score: "score",
    date: "payload.date",
    version: "payload.version",
  }),
  /** Size of the vectors, for clients that ask before they search a corpus. */
  dimensions: z.int().positive().default(1536),
});
export interface Settings {
  readonly fields: HitPaths;
  readonly dimensions: number;
}

export const settingsOf = settingsReader<Settings>(schema);
