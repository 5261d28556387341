import { z } from "zod";

type Options = Readonly<Record<string, unknown>>;

/** Messages of what is wrong with a protocol's options: `options.fields.txt: …`. */
export function optionErrors(schema: z.ZodType, options: Options): readonly string[] {
  const result = schema.safeParse(options);
  if (result.success) return [];
  return result.error.issues.map((issue) => `${["options", ...issue.path.map(String)].join(".")}: ${issue.message}`);
}

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
