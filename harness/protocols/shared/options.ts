import { z } from "zod";
import { nearest } from "../../domain/nearest.ts";
import type { OptionFault } from "../../domain/protocol.ts";

type Options = Readonly<Record<string, unknown>>;

/** What is wrong with a protocol's options, each key that there is not by itself. */
export function optionErrors(schema: z.ZodType, options: Options): readonly OptionFault[] {
  const result = schema.safeParse(options);
  if (result.success) return [];
  return result.error.issues.flatMap((issue): readonly OptionFault[] => {
    const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, schema, path));
    return [{ path, message: `${["options", ...path].join(".")}: ${issue.message}` }];
  });
}

function unknownKey(key: string, schema: z.ZodType, path: readonly (string | number)[]): OptionFault {
  const known = path.reduce<z.core.$ZodType | undefined>((here, step) => shapeOf(here)[String(step)], schema);
  const keys = Object.keys(shapeOf(known));
  const near = nearest(key, keys);
  const takes = keys.length === 0 ? "It takes none." : `It takes ${quoted(keys)}.`;
  const message = `There is no "${key}" among ${["options", ...path].join(".")}. ${near === undefined ? takes : `Did you mean "${near}"?`}`;
  return { path: [...path, key], unknown: true, message };
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
export const noOptions = (options: Options): readonly OptionFault[] => optionErrors(z.strictObject({}), options);

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
