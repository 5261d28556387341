import { z } from "zod";

type Options = Readonly<Record<string, unknown>>;

/** Messages of what is wrong with a protocol's options: `options.fields.txt: …`. */
export function optionErrors(schema: z.ZodType, options: Options): readonly string[] {
  const result = schema.safeParse(options);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const message = issue.code === "unrecognized_keys" ? unknownKeys(issue.keys, schema, issue.path) : issue.message;
    return `${["options", ...issue.path.map(String)].join(".")}: ${message}`;
  });
}

function unknownKeys(given: readonly string[], schema: z.ZodType, path: readonly PropertyKey[]): string {
  const known = path.reduce<z.core.$ZodType | undefined>((here, step) => shapeOf(here)[String(step)], schema);
  const keys = Object.keys(shapeOf(known));
  const takes = keys.length === 0 ? "It takes none." : `It takes ${quoted(keys)}.`;
  return `There is no ${quoted(given)}. ${takes}`;
}

/** The members of an object schema, with default and optional taken off. */
function shapeOf(schema: z.core.$ZodType | undefined): Readonly<Record<string, z.core.$ZodType>> {
  if (schema === undefined) return {};
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "object") return def.shape;
  return "innerType" in def ? shapeOf(def.innerType) : {};
}

const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(", ");

/** For protocols without settings. */
export const noOptions = (options: Options): readonly string[] => optionErrors(z.strictObject({}), options);

/** Reads options once per system map entry and not at every call. @throws {ZodError} for options that the check refuses. */
export function settingsReader<T>(schema: z.ZodType<T>): (options: Options) => T {
  const read = new WeakMap<Options, T>();
  return (options) => {
    const known = read.get(options);
    if (known !== undefined) return known;
    const settings = schema.parse(options);
    read.set(options, settings);
    return settings;
  };
}
