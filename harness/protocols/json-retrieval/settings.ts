import { z } from "zod";
import { settingsReader } from "../shared/options.ts";
import { parseRoute, type Route } from "../shared/route.ts";

const path = () => z.string().min(1);

/** Where things are on the wire of one search service. Paths into JSON are dotted: `metadata.date`. */
export const schema = z.strictObject({
  /** The request line of the search: `POST /search`, `GET /indexes/:name/find`. Anything else on the host is relayed. */
  search: z
    .string()
    .refine((text) => parseRoute(text) !== undefined, 'Needs a method and a path, such as "POST /search".')
    .transform((text): Route => parseRoute(text) ?? { method: "POST", segments: [] })
    .prefault("POST /search"),
  /** Member of the JSON body; `?q` = query parameter. A GET has query parameters only. */
  query: path().default("query"),
  topK: path().default("top_k"),
  filter: path().default("filter"),
  /** An embedding to search by, beside the query or in its place. */
  vector: path().default("vector"),
  /** Where the hits are in the reply; `.` = the reply is the hits. */
  hits: path().default("results"),
  /** `map`: an object with a hit under each id. */
  layout: z.enum(["list", "map"]).default("list"),
  fields: z
    .strictObject({
      id: path().default("id"),
      title: path().default("title"),
      text: path().default("text"),
      /** `{ from: distance, lowerIsBetter: true }` for stores that give a distance. */
      score: z
        .union([path(), z.strictObject({ from: path(), lowerIsBetter: z.boolean().default(false) })])
        .default("score")
        .transform((given) => (typeof given === "string" ? { from: given, lowerIsBetter: false } : given)),
      date: path().default("date"),
      version: path().default("version"),
    })
    .prefault({}),
});
export type Settings = z.output<typeof schema>;

export const settingsOf = settingsReader<Settings>(schema);
