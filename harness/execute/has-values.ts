/** Whether a payload has these values, by dotted path; a value written `/…/` is a regular expression over the text. */
export function hasValues(payload: unknown, wanted: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wanted).every(([path, value]) => {
    const found = path.split(".").reduce<unknown>((node, key) => (isRecord(node) ? node[key] : undefined), payload);
    if (typeof value === "string" && value.length > 2 && value.startsWith("/") && value.endsWith("/")) {
      return (
        found !== undefined &&
        new RegExp(value.slice(1, -1), "i").test(typeof found === "string" ? found : JSON.stringify(found))
      );
    }
    return found === value || (found !== undefined && textOf(found) === textOf(value));
  });
}

/** `String()` would call a `toString` that a client has sent. */
const textOf = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);

const isRecord = (node: unknown): node is Record<string, unknown> => typeof node === "object" && node !== null;
