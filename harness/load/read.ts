import type { core, ZodType } from "zod";
import { nearest } from "../domain/nearest.ts";
import type { Problems, Section } from "./problems.ts";
import { isRecord } from "./problems.ts";
import { knownKeys } from "./schema-tree.ts";
import { didYouMean } from "./suggest.ts";
import { narrowed, unset, valueAt, wordingOf } from "./wording.ts";

export interface ReadOptions {
  /** Further keys to suggest at the top. */
  readonly alsoKnown?: readonly string[];
  /** Values whose mistakes have been said already. */
  readonly ignore?: (value: unknown) => boolean;
}

type Steps = readonly (string | number)[];
const textOf = (path: Steps): string => JSON.stringify(path);

/**
 * Turns an unknown value into a type, or says everything that is wrong with it, each at its place.
 * Unknown keys are refused, also where a plug-in's schema would drop them.
 */
export function read<T>(
  schema: ZodType<T>,
  section: Section,
  problems: Problems,
  options: ReadOptions = {},
): T | undefined {
  const { data, unknown } = examine(schema, section, problems, options);
  return unknown.length === 0 ? data : undefined;
}

/** A key that nothing knows. */
export interface Unknown {
  readonly path: Steps;
  readonly key: string;
  /** The known one that was probably meant. */
  readonly meant?: string;
}

/** Says everything that is wrong, and gives the value if only keys are unknown that it can do without. */
export function examine<T>(
  schema: ZodType<T>,
  section: Section,
  problems: Problems,
  options: ReadOptions,
): { readonly data?: T; readonly unknown: readonly Unknown[] } {
  const result = schema.safeParse(section.value, { error: () => unset });
  const issues = result.success ? [] : result.error.issues.flatMap(narrowed);
  const unknown = unknownKeys(schema, section.value, issues);
  // One slip is said once: a misspelt key is not missing as well, nor is its mapping otherwise wrong for want of it.
  const excused = new Set<string>();
  const told: Unknown[] = [];
  for (const { path, key } of unknown) {
    const known = [
      ...(knownKeys(schema, path, valueAt(section.value, path)) ?? []),
      ...(path.length === 0 ? (options.alsoKnown ?? []) : []),
    ];
    const place = { source: section.source, path: [...section.path, ...path, key] };
    problems.at(place, `Unknown key "${key}".${didYouMean(key, known)}`, "key");
    const meant = nearest(key, known);
    excused.add(textOf(path));
    if (meant !== undefined) excused.add(textOf([...path, meant]));
    told.push({ path, key, ...(meant === undefined ? {} : { meant }) });
  }
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys") continue;
    const path = stepsOf(issue);
    const value = valueAt(section.value, path);
    const saidAlready = excused.has(textOf(path)) && (value === undefined || issue.code === "custom");
    if (saidAlready || options.ignore?.(value) === true) continue;
    const place = { source: section.source, path: [...section.path, ...path] };
    problems.at(place, wordingOf(issue, section, path, schema), issue.code === "invalid_key" ? "key" : "value");
  }
  return { ...(result.success ? { data: result.data } : {}), unknown: told };
}

const stepsOf = (issue: core.$ZodIssue): Steps => issue.path.filter((step) => typeof step !== "symbol");

/** The keys that zod refuses, and those at the top that a schema which is not strict would drop. */
function unknownKeys(
  schema: core.$ZodType,
  value: unknown,
  issues: readonly core.$ZodIssue[],
): readonly { readonly path: Steps; readonly key: string }[] {
  const refused = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => ({ path: stepsOf(issue), key })) : [],
  );
  const known = isRecord(value) ? knownKeys(schema, [], value) : undefined;
  if (known === undefined) return refused;
  const dropped = Object.keys(isRecord(value) ? value : {}).filter(
    (key) => !known.includes(key) && !refused.some((one) => one.path.length === 0 && one.key === key),
  );
  return [...refused, ...dropped.map((key) => ({ path: [], key }))];
}
