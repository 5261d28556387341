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
  const rest = path.slice(dot + 1);
  if (Array.isArray(old)) return { ...target, [key]: withItemAt(old, rest, value) };
  return { ...target, [key]: withValueAt(isObject(old) ? old : {}, rest, value) };
}

/** A copy of a list with the value at a path that begins with a position; other paths lead nowhere in it. */
function withItemAt(list: readonly unknown[], path: string, value: unknown): readonly unknown[] {
  const [first = "", ...others] = path.split(".");
  const at = Number(first);
  if (!Number.isInteger(at) || at < 0 || at >= list.length) return list;
  const item: unknown = list[at];
  if (others.length === 0) return list.with(at, value);
  const rest = others.join(".");
  if (Array.isArray(item)) return list.with(at, withItemAt(item, rest, value));
  return list.with(at, withValueAt(isObject(item) ? item : {}, rest, value));
}
