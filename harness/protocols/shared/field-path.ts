import { isObject } from "./json-body.ts";

/** The value at a dotted path, such as `metadata.date`; undefined if there is none. */
export function valueAt(value: unknown, path: string): unknown {
  if (isObject(value) && Object.hasOwn(value, path)) return value[path];
  let found: unknown = value;
  for (const key of path.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** A copy with the value at a dotted path; undefined takes the member away. */
export function withValueAt(
  target: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const dot = path.indexOf(".");
  const key = dot < 0 || Object.hasOwn(target, path) ? path : path.slice(0, dot);
  const { [key]: old, ...others } = target;
  if (key === path) return value === undefined ? others : { ...target, [key]: value };
  if (value === undefined && !isObject(old)) return { ...target };
  return { ...target, [key]: withValueAt(isObject(old) ? old : {}, path.slice(dot + 1), value) };
}
