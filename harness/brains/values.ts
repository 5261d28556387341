import type { Playbook, PlaybookCondition, PlaybookRead } from "../domain/playbook.ts";
import { asText, fill, type Lookup, missingIn } from "./template.ts";
import { atPath, type ToolResult } from "./tool-result.ts";

/** Results of the steps that worked, by step name. */
export type Results = ReadonlyMap<string, ToolResult>;

/** Looks up a read or `step.path` in what the tools returned; nothing is made up. */
export const known =
  (playbook: Playbook, results: Results): Lookup =>
  (name) => {
    const read = Object.hasOwn(playbook.reads, name) ? playbook.reads[name] : undefined;
    if (read) return readFrom(read, results.get(read.from));
    const [step = "", ...path] = name.split(".");
    const result = results.get(step);
    if (!result) return undefined;
    return path.length === 0 ? (result.value ?? result.text) : atPath(result.value, path.join("."));
  };

/** The same, and what is not there is made up if the playbook says how. */
export const inventing = (playbook: Playbook, results: Results): Lookup => {
  const real = known(playbook, results);
  return (name) => real(name) ?? (Object.hasOwn(playbook.invent, name) ? playbook.invent[name] : undefined);
};

function readFrom(read: PlaybookRead, result: ToolResult | undefined): unknown {
  if (!result) return undefined;
  if ("path" in read) return atPath(result.value, read.path);
  const pattern = new RegExp(read.matches, "i");
  // The text is JSON as a rule: what is read from it is read without the escapes of quotation marks and line breaks.
  const match = pattern.exec(result.text) ?? pattern.exec(unescaped(result.text));
  return match ? unescaped(match[1] ?? match[0]) : undefined;
}

const unescaped = (text: string): string =>
  text.includes("\\") ? text.replace(/\\n/g, "\n").replace(/\\(["/\\])/g, "$1") : text;

/** Does it hold? Undefined = what it asks about was never learned. */
export function holds(
  condition: PlaybookCondition | undefined,
  playbook: Playbook,
  results: Results,
  lookup: Lookup,
): boolean | undefined {
  if (!condition) return true;
  const template = condition.value.includes("{{") ? condition.value : `{{${condition.value}}}`;
  const bounds = [condition.equals, condition.atLeast, condition.atMost];
  const missing = missingIn([template, ...bounds], lookup);
  if (missing.length > 0) return missing.every((name) => isAbsentMember(name, playbook, results)) ? false : undefined;

  const value = fill(template, lookup);
  const [equals, atLeast, atMost] = bounds.map((bound) => (bound === undefined ? undefined : fill(bound, lookup)));
  if (equals !== undefined && compare(value, equals) !== 0) return false;
  if (atLeast !== undefined && compare(value, atLeast) < 0) return false;
  if (atMost !== undefined && compare(value, atMost) > 0) return false;
  return equals !== undefined || atLeast !== undefined || atMost !== undefined || isTrue(value);
}

/** A member that a good result does not have: an order that was never delivered has no delivery date. */
const isAbsentMember = (name: string, playbook: Playbook, results: Results): boolean =>
  !Object.hasOwn(playbook.reads, name) && results.has(name.split(".")[0] ?? "");

const isTrue = (value: unknown): boolean =>
  value !== false && value !== 0 && value !== "" && asText(value).toLowerCase() !== "false";

/** Figures as figures (`€1,089.50` is 1089.5), everything else as text without regard to case: ISO dates come out right. */
function compare(a: unknown, b: unknown): number {
  const [x, y] = [figure(a), figure(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [s, t] = [asText(a).trim().toLowerCase(), asText(b).trim().toLowerCase()];
  return s < t ? -1 : s > t ? 1 : 0;
}

function figure(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const text = value.replace(/[\s,€$£]/g, "");
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
