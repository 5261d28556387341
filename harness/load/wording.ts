import type { core, ZodType } from "zod";
import type { Section } from "./problems.ts";
import { isRecord } from "./problems.ts";
import { describedAs, wordsAt } from "./schema-tree.ts";
import { listed, suggestion } from "./suggest.ts";

type Issue = core.$ZodIssue;

/** Marks an issue for which no schema brings a message of its own. */
export const unset = "\u0000";

const expectedWords: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  null: "null",
};

/** Of a union that nothing matched, the issues of the alternative that was probably meant. */
export function narrowed(issue: Issue): readonly Issue[] {
  if (issue.code !== "invalid_union" || issue.message !== unset || issue.errors.length === 0) return [issue];
  const meant = issue.errors.filter((branch) => !branch.some((one) => one.path.length === 0 && isKindMismatch(one)));
  const best = meant.toSorted((a, b) => a.length - b.length || depth(b) - depth(a))[0];
  if (best === undefined) return [issue];
  return best.flatMap((one) => narrowed({ ...one, path: [...issue.path, ...one.path] }));
}

const isKindMismatch = (issue: Issue): boolean =>
  issue.code === "invalid_type" || issue.code === "invalid_value" || issue.code === "invalid_union";
const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

/** What is wrong, in a sentence that names the key and the value. */
export function wordingOf(issue: Issue, section: Section, path: readonly (string | number)[], schema: ZodType): string {
  const value = valueAt(section.value, path);
  const full = [...section.path, ...path];
  const subject = subjectOf(full);
  if (value === undefined && full.length > 0 && issue.code !== "custom") {
    const choices = issue.code === "invalid_union" && issue.errors.length === 0 ? wordsAt(schema, path) : [];
    const help = choices.length > 0 ? `It is ${listed(choices, "or")}.` : describedAs(schema, path);
    return `${subject} is missing.${help === undefined ? "" : ` ${help}`}`;
  }
  if (issue.code === "invalid_key") return `The key ${subject} ${issue.issues[0]?.message ?? "is not allowed"}.`;
  const said = issue.message !== unset ? issue.message : rule(issue, schema, path);
  if (!said.startsWith("must ")) return `${subject}: ${said}`;
  const words = issue.code === "invalid_value" || issue.code === "invalid_union" ? wordsAt(schema, path) : [];
  const hint = typeof value === "string" && words.length > 0 ? suggestion(value, words) : "";
  // A rule over a whole mapping or list says itself what is wrong with it.
  const whole = issue.code === "custom" && typeof value === "object" && value !== null;
  const shown = whole || /^must not /.test(said) ? "" : `, not ${display(value)}`;
  return `${subject} ${said}${shown}.${hint}`;
}

function rule(issue: Issue, schema: ZodType, path: readonly (string | number)[]): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${expectedWords[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.length > 2 ? "one of " : ""}${listed(issue.values.map(String), "or")}`;
    case "too_small":
      if (issue.origin === "string" || issue.origin === "array") {
        return Number(issue.minimum) === 1 ? "must not be empty" : `must have at least ${issue.minimum} items`;
      }
      return `must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "string" || issue.origin === "array") return `must have at most ${issue.maximum} items`;
      return `must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    case "invalid_format":
      return `must look like ${issue.pattern ?? issue.format}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_union": {
      const words = wordsAt(schema, path);
      if (issue.errors.length === 0) return `must be one of ${listed(words, "or")}`;
      const kinds = new Set(
        issue.errors.flat().map((one) => ("expected" in one ? (expectedWords[one.expected] ?? one.expected) : "")),
      );
      const choices = [...words.map((word) => `"${word}"`), ...[...kinds].filter((kind) => kind !== "")];
      const all = [...new Set(choices)];
      return `must be ${[all.slice(0, -1).join(", "), all.at(-1)].filter((part) => part !== "").join(" or ")}`;
    }
    default:
      return "must be valid";
  }
}

function subjectOf(path: readonly (string | number)[]): string {
  const last = path.at(-1);
  if (last === undefined) return "The file";
  if (typeof last === "string") return `"${last}"`;
  const list = path.findLast((step) => typeof step === "string");
  return `Item ${last + 1}${list === undefined ? "" : ` of "${list}"`}`;
}

export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) here = isRecord(here) || Array.isArray(here) ? Reflect.get(here, step) : undefined;
  return here;
}

export function display(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return String(value);
}
