import { z } from "zod";
import { settingsReader } from "../../shared/options.ts";

const key = () => z.string().min(1);

/** Which metadata attributes of a chunk say what it is. The service fixes none of them but its own. */
export const schema = z.strictObject({
  metadata: z
    .strictObject({
      /** A chunk without it goes by the address of its source. */
      id: key().default("x-amz-bedrock-kb-chunk-id"),
      title: key().default("title"),
      date: key().default("date"),
      version: key().default("version"),
    })
    .prefault({}),
});
export type Settings = z.output<typeof schema>;

export const settingsOf = settingsReader<Settings>(schema);
