import type { core, ZodType } from "zod";

type Schema = core.$ZodType;
/** zod's own union of its schema classes, discriminated by `_zod.def.type`. */
const defOf = (schema: Schema): core.$ZodTypes["_zod"]["def"] => (schema as core.$ZodTypes)._zod.def;

/** The plain schemas that a schema may stand for, with optional, default, transform and union taken off. */
function alternatives(schema: Schema): readonly Schema[] {
  const def = defOf(schema);
  switch (def.type) {
    case "optional":
    case "nullable":
    case "nonoptional":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
      return alternatives(def.innerType);
    case "pipe":
      return alternatives(defOf(def.in).type === "transform" ? def.out : def.in);
    case "lazy":
      return alternatives(def.getter());
    case "union":
      return def.options.flatMap(alternatives);
    case "intersection":
      return [...alternatives(def.left), ...alternatives(def.right)];
    default:
      return [schema];
  }
}

/** The schemas of what stands at a path below a schema. */
function schemasAt(schema: Schema, path: readonly PropertyKey[]): readonly Schema[] {
  let here = alternatives(schema);
  for (const step of path) here = here.flatMap((one) => childOf(one, step)).flatMap(alternatives);
  return here;
}

function childOf(schema: Schema, step: PropertyKey): readonly Schema[] {
  const def = defOf(schema);
  switch (def.type) {
    case "object": {
      const child = Object.hasOwn(def.shape, step) ? def.shape[String(step)] : def.catchall;
      return child === undefined ? [] : [child];
    }
    case "record":
      return [def.valueType];
    case "array":
      return [def.element];
    case "tuple": {
      const child = def.items[Number(step)] ?? def.rest;
      return child ? [child] : [];
    }
    default:
      return [];
  }
}

/**
 * The keys that an object schema at a path knows; undefined if something there takes any key.
 * `value` is what stands there: it tells which alternative is meant where a literal such as `kind` sets them apart.
 */
export function knownKeys(schema: Schema, path: readonly PropertyKey[], value: unknown): readonly string[] | undefined {
  const keys = new Set<string>();
  const all = schemasAt(schema, path);
  const meant = all.filter((one) => literalsAgree(one, value));
  for (const one of meant.length > 0 ? meant : all) {
    const def = defOf(one);
    if (def.type === "record" || def.type === "any" || def.type === "unknown") return undefined;
    if (def.type !== "object") continue;
    // A strict object's catchall is `never`; a plain one has none and drops what it does not know.
    if (def.catchall !== undefined && defOf(def.catchall).type !== "never") return undefined;
    for (const key of Object.keys(def.shape)) keys.add(key);
  }
  return [...keys];
}

function literalsAgree(schema: Schema, value: unknown): boolean {
  const def = defOf(schema);
  if (def.type !== "object" || typeof value !== "object" || value === null) return true;
  return Object.entries(def.shape).every(([key, child]) => {
    const inner = defOf(child);
    return inner.type !== "literal" || inner.values.some((literal) => literal === Reflect.get(value, key));
  });
}

/** What the schema says of a key, for messages about a missing one. */
export function describedAs(schema: Schema, path: readonly PropertyKey[]): string | undefined {
  const key = path.at(-1);
  if (key === undefined) return (schema as ZodType).description;
  for (const parent of schemasAt(schema, path.slice(0, -1))) {
    for (const child of childOf(parent, key)) {
      const text = (child as ZodType).description;
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

/** Words that may stand at a path. */
export function wordsAt(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
  return schemasAt(schema, path).flatMap((one) => {
    const def = defOf(one);
    const values = def.type === "enum" ? Object.values(def.entries) : def.type === "literal" ? def.values : [];
    return values.filter((value) => typeof value === "string");
  });
}
