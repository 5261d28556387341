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
  /** The array of hits in the reply; `.` = the reply is the array. */
  hits: path().default("results"),
  fields: z
    .strictObject({
      id: path().default("id"),
      title: path().default("title"),
      text: path().default("text"),
      score: path().default("score"),
      date: path().default("date"),
      version: path().default("version"),
    })
    .prefault({}),
});
export type Settings = z.output<typeof schema>;

export const settingsOf = settingsReader<Settings>(schema);
