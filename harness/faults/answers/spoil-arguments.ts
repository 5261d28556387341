import { parseJson } from "../shared/json.ts";

export const spoilings = ["truncated", "invalid-json", "wrong-types"] as const;
export type Spoiling = (typeof spoilings)[number];

/** Tool arguments that a caller's parser or schema must refuse. Arguments that are broken already stay so. */
export function spoilArguments(text: string, how: Spoiling): string {
  if (how === "wrong-types") return withWrongTypes(text);
  return how === "truncated" ? breakOff(text) : withStrayComma(text);
}

/** The beginning of an object is never valid JSON, because its brace stays open. */
function breakOff(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return "{";
  return trimmed.slice(0, Math.max(1, Math.floor(trimmed.length * 0.6)));
}

const withStrayComma = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.startsWith("{") && trimmed.endsWith("}") ? `${trimmed.slice(0, -1)},}` : `{${trimmed},}`;
};

function withWrongTypes(text: string): string {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return text;
  return JSON.stringify(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, wrongType(member)])));
}

function wrongType(value: unknown): unknown {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return `about ${value}`;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null) return "null";
  return JSON.stringify(value);
}
