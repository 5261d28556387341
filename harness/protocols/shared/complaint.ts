import type { ZodError } from "zod";
import { plainText } from "./plain-text.ts";

/** The first thing that is wrong with a request, in terms that every provider has its own sentence for. */
export interface Complaint {
  readonly path: readonly (string | number)[];
  readonly problem: "missing" | "type" | "value";
  /** `a string`, `an array`; for `value` the supported values. */
  readonly expected: string;
  readonly got: string;
}

type Issue = ZodError["issues"][number];

/** The schema must have been parsed with `reportInput`. Of a union the branch that got furthest speaks. */
export function firstComplaint(error: ZodError): Complaint {
  const [issue] = error.issues;
  return issue ? complaintOf(issue, []) : { path: [], problem: "value", expected: "", got: "" };
}

function complaintOf(issue: Issue, above: readonly PropertyKey[]): Complaint {
  const path = [...above, ...issue.path];
  if (issue.input === undefined) return { path: keys(path), problem: "missing", expected: "", got: "" };
  if (issue.code === "invalid_union") {
    const branches = issue.errors.flatMap(([first]) => (first ? [complaintOf(first, path)] : []));
    const deepest = branches.toSorted((a, b) => b.path.length - a.path.length)[0];
    if (deepest && deepest.path.length > path.length) return deepest;
    const expected = branches.map((branch) => branch.expected).join(" or ");
    return { path: keys(path), problem: "type", expected, got: kindOf(issue.input) };
  }
  if (issue.code === "invalid_type") {
    return { path: keys(path), problem: "type", expected: withArticle(issue.expected), got: kindOf(issue.input) };
  }
  const expected =
    issue.code === "invalid_value" ? issue.values.map((value) => `'${String(value)}'`).join(", ") : issue.message;
  return { path: keys(path), problem: "value", expected, got: plainText(issue.input) };
}

const keys = (path: readonly PropertyKey[]): (string | number)[] =>
  path.map((key) => (typeof key === "number" ? key : String(key)));

const withArticle = (noun: string): string => `${/^[aeio]/.test(noun) ? "an" : "a"} ${noun}`;

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return withArticle(Array.isArray(value) ? "array" : typeof value);
}
