/** `{{name}}` and `{{step.path}}` in texts and in nested values. */

/** The value of a placeholder; undefined = there is none. */
export type Lookup = (placeholder: string) => unknown;

const placeholder = /\{\{\s*([^{}]+?)\s*\}\}/g;
const lone = /^\s*\{\{\s*([^{}]+?)\s*\}\}\s*$/;

/** The names of all placeholders in a text, list or object, nested ones included. */
export function placeholdersIn(value: unknown): string[] {
  if (typeof value === "string") return [...value.matchAll(placeholder)].map((match) => match[1] ?? "");
  if (Array.isArray(value)) return value.flatMap(placeholdersIn);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(placeholdersIn);
  return [];
}

/** The placeholders that the lookup has nothing for. */
export const missingIn = (value: unknown, lookup: Lookup): string[] =>
  placeholdersIn(value).filter((name) => lookup(name) === undefined);

export const asText = (value: unknown): string =>
  typeof value === "string"
    ? value
    : typeof value === "object" && value !== null
      ? JSON.stringify(value)
      : String(value);

/** Fills a text; a placeholder without value becomes nothing. */
export const fillText = (text: string, lookup: Lookup): string =>
  text.replace(placeholder, (_, name: string) => {
    const value = lookup(name);
    return value === undefined ? "" : asText(value);
  });

/** Fills a text, list or object; a text that is one placeholder takes the value with its type. */
export function fill(value: unknown, lookup: Lookup): unknown {
  if (typeof value === "string") {
    const only = lone.exec(value)?.[1];
    return only === undefined ? fillText(value, lookup) : lookup(only);
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, lookup));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, lookup)]));
  }
  return value;
}
