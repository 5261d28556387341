/** Any JSON value as text: a string as it is, anything else as JSON, nothing for undefined. `String()` would call a `toString` that a client has sent. */
export const plainText = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "");
