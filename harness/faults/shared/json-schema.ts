import { isRecord } from "./json.ts";

/** The types of JSON values. An integer is a number. */
export const jsonTypes = ["null", "boolean", "number", "string", "array", "object"] as const;
export type JsonType = (typeof jsonTypes)[number];

export function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "boolean" || type === "number" || type === "string" ? type : "object";
}

const alternatives = (schema: Readonly<Record<string, unknown>>): readonly unknown[] => [
  ...(Array.isArray(schema.oneOf) ? schema.oneOf : []),
  ...(Array.isArray(schema.anyOf) ? schema.anyOf : []),
];
const parts = (schema: Readonly<Record<string, unknown>>): readonly unknown[] =>
  Array.isArray(schema.allOf) ? schema.allOf : [];

/** The types that a schema allows; undefined if it allows any. */
export function allowedTypes(schema: unknown): ReadonlySet<JsonType> | undefined {
  if (!isRecord(schema)) return undefined;
  const own = ownTypes(schema);
  const others = alternatives(schema).map(allowedTypes);
  const either =
    others.length === 0 || others.includes(undefined) ? undefined : new Set(others.flatMap((one) => [...(one ?? [])]));
  const all = [own, either, ...parts(schema).map(allowedTypes)].filter((one) => one !== undefined);
  const [first, ...rest] = all;
  return first && new Set([...first].filter((type) => rest.every((one) => one.has(type))));
}

function ownTypes(schema: Readonly<Record<string, unknown>>): ReadonlySet<JsonType> | undefined {
  const { type, nullable } = schema;
  const named = (Array.isArray(type) ? type : [type]).flatMap((one) =>
    one === "integer" ? ["number" as const] : (jsonTypes.find((name) => name === one) ?? []),
  );
  if (named.length > 0) return new Set(nullable === true ? [...named, "null"] : named);
  if (Array.isArray(schema.enum)) return new Set(schema.enum.map(typeOf));
  if ("const" in schema) return new Set([typeOf(schema.const)]);
  return undefined;
}

/** The schemas that speak of what lies at a path of member names, array positions as `*`. */
export function schemasAt(schema: unknown, path: readonly string[]): readonly unknown[] {
  if (!isRecord(schema)) return [];
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  const members = isRecord(schema.properties) ? schema.properties : {};
  const next = step === "*" ? schema.items : Object.hasOwn(members, step) ? members[step] : schema.additionalProperties;
  return [next, ...[...alternatives(schema), ...parts(schema)].map((one) => below(one, step))]
    .flatMap((one) => (Array.isArray(one) ? one : [one]))
    .flatMap((one) => schemasAt(one, rest));
}

const below = (schema: unknown, step: string): readonly unknown[] => schemasAt(schema, [step]);

/** Members of a value that its schema requires, as dotted paths without array positions. */
export function requiredMembers(schema: unknown, value: unknown, path = ""): readonly string[] {
  if (!isRecord(schema)) return [];
  const inner = [...alternatives(schema), ...parts(schema)].flatMap((one) => requiredMembers(one, value, path));
  if (Array.isArray(value)) return [...inner, ...value.flatMap((item) => requiredMembers(schema.items, item, path))];
  if (!isRecord(value)) return inner;
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const members = isRecord(schema.properties) ? schema.properties : {};
  const own = Object.entries(value).flatMap(([name, member]) => {
    const here = path === "" ? name : `${path}.${name}`;
    return [...(required.includes(name) ? [here] : []), ...requiredMembers(members[name], member, here)];
  });
  return [...new Set([...inner, ...own])];
}
