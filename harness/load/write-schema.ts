import { writeFile } from "node:fs/promises";
import { experimentJsonSchema } from "./json-schema.ts";
import type { Registry } from "./registry.ts";

/** The text of `experiments/experiment.schema.json`: the same registry gives the same bytes. */
export const schemaText = (registry: Registry): string =>
  `${JSON.stringify(experimentJsonSchema(registry), undefined, 2)}\n`;

/** Writes the schema to a file. */
export const writeSchema = (file: string, registry: Registry): Promise<void> => writeFile(file, schemaText(registry));
