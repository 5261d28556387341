import type { ZodType } from "zod";
import { createProblems, isRecord, type Problems, type Section } from "./problems.ts";
import { examine, type ReadOptions, type Unknown } from "./read.ts";
import type { Path } from "./source.ts";
import { narrowed, valueAt } from "./wording.ts";

/** What can be read of a value, so that what it refers to can be checked although something else is wrong with it. */
export interface PartlyRead<T> {
  readonly data: T;
  /** Nothing is wrong with it. */
  readonly whole: boolean;
  /** The same part, with misspelt keys under the names that were meant. */
  readonly section: Section;
}

/** Mistakes of one value that are worked around. */
const most = 20;

/** Says everything that is wrong, as `read` does, and gives what is left: undefined if that is nothing. */
export function readPartly<T>(
  schema: ZodType<T>,
  section: Section,
  problems: Problems,
  options: ReadOptions = {},
): PartlyRead<T> | undefined {
  const { data, unknown } = examine(schema, section, problems, options);
  if (data !== undefined && unknown.length === 0) return { data, whole: true, section };
  const meant = unknown.reduce(asMeant, section);
  let value = meant.value;
  for (let round = 0; round < most; round += 1) {
    const result = schema.safeParse(value);
    if (result.success) return { data: result.data, whole: false, section: meant };
    const [issue] = result.error.issues.flatMap(narrowed);
    const path = (issue?.path ?? []).filter((step) => typeof step !== "symbol");
    const wrong = toLeaveOut(value, path);
    if (wrong === undefined) return undefined;
    value = without(value, wrong);
  }
  return undefined;
}

/** The same part with misspelt keys under the names that were meant, and without those that mean nothing. Says nothing of them. */
export const withKeysMeant = (schema: ZodType, section: Section): Section =>
  examine(schema, section, createProblems(), {}).unknown.reduce(asMeant, section);

/** The value itself, or what lacks it; members of lists are not left out alone, or their neighbours would be taken for them. */
function toLeaveOut(value: unknown, path: Path): Path | undefined {
  let steps = path;
  if (steps.length > 0 && valueAt(value, steps) === undefined) steps = steps.slice(0, -1);
  while (typeof steps.at(-1) === "number") steps = steps.slice(0, -1);
  return steps.length === 0 ? undefined : steps;
}

function without(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return value;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? without(item, rest) : item));
  if (!isRecord(value)) return value;
  const { [step]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...others, [step]: without(inner, rest) };
}

/** A misspelt key is read as the one that was meant, and one that means nothing is left out. */
function asMeant(section: Section, { path, key, meant }: Unknown): Section {
  const holder = valueAt(section.value, path);
  if (!isRecord(holder)) return section;
  const value = without(section.value, [...path, key]);
  if (meant === undefined || holder[meant] !== undefined) return { ...section, value };
  const { source } = section;
  const before = [...section.path, ...path];
  const asWritten = (asked: Path): Path =>
    asked[before.length] === meant && before.every((step, index) => asked[index] === step)
      ? [...before, key, ...asked.slice(before.length + 1)]
      : asked;
  return {
    ...section,
    value: put(value, path, meant, holder[key]),
    source: { ...source, where: (asked, of) => source.where(asWritten(asked), of) },
  };
}

function put(value: unknown, [step, ...rest]: Path, key: string, given: unknown): unknown {
  if (step === undefined) return isRecord(value) ? { ...value, [key]: given } : value;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? put(item, rest, key, given) : item));
  return isRecord(value) ? { ...value, [step]: put(value[step], rest, key, given) } : value;
}
