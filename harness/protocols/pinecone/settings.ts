import { z } from "zod";
import { type HitPaths, hitPaths } from "../shared/hit-fields.ts";
import { settingsReader } from "../shared/options.ts";

/** Where an index keeps things: names of metadata, which searches of records show as `fields`. */
export const schema = z.strictObject({
  fields: hitPaths({ id: "id", title: "title", text: "text", score: "score", date: "date", version: "version" }),
  /** Size of the vectors, for clients that ask before they query a corpus. */
  dimensions: z.int().positive().default(1536),
});
export interface Settings {
  readonly dimensions: number;
  /** By operation, below a hit. */
  readonly paths: Readonly<Record<"query" | "search", HitPaths>>;
}

export const settingsOf = settingsReader<Settings>(
  schema.transform(({ fields, dimensions }) => ({
    dimensions,
    paths: { query: below("metadata", fields, "id", "score"), search: below("fields", fields, "_id", "_score") },
  })),
);

const below = (member: string, fields: HitPaths, id: string, score: string): HitPaths => ({
  id: fields.id === "id" ? id : `${member}.${fields.id}`,
  title: `${member}.${fields.title}`,
  text: `${member}.${fields.text}`,
  score: fields.score === "score" ? score : `${member}.${fields.score}`,
  date: `${member}.${fields.date}`,
  version: `${member}.${fields.version}`,
});
