import { z } from "zod";
import { settingsReader } from "../shared/options.ts";

const property = (name: string) => z.string().min(1).default(name);

/** Which properties of a class hold what. Id and score are always under `_additional`. */
export const schema = z.strictObject({
  fields: z
    .strictObject({
      id: property("_additional.id"),
      title: property("title"),
      text: property("text"),
      date: property("date"),
      version: property("version"),
    })
    .prefault({}),
  /** The server's version, which clients ask for before they search a corpus. */
  version: z.string().default("1.34.0"),
});
export type Settings = z.output<typeof schema>;

export const settingsOf = settingsReader<Settings>(schema);
