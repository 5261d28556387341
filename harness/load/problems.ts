import type { Diagnostic } from "../domain/diagnostic.ts";
import { formatDiagnostic, InvalidInput } from "../domain/diagnostic.ts";
import type { Path, Source } from "./source.ts";

/** A part of a source: what every check is given, so that it can say where. */
export interface Section {
  readonly source: Source;
  readonly path: Path;
  readonly value: unknown;
}

/** Gathers what is wrong, so that everything can be said at once. */
export interface Problems {
  /** At a value, or at the key that names it. */
  at(section: Pick<Section, "source" | "path">, message: string, of?: "key" | "value"): void;
  /** About a file as a whole. */
  inFile(file: string, message: string): void;
  add(diagnostic: Diagnostic): void;
  readonly count: number;
  /** @throws {InvalidInput} with every diagnostic, if there is one. */
  throwIfAny(): void;
}

/** Several experiments share files, and cells share lines: each diagnostic is kept once. */
export function createProblems(): Problems {
  const found = new Map<string, Diagnostic>();
  const add = (diagnostic: Diagnostic): void => {
    found.set(formatDiagnostic(diagnostic), diagnostic);
  };
  return {
    add,
    at: (section, message, of = "value") => {
      const place = section.source.where(section.path, of);
      const inside = place === undefined && section.path.length > 0 ? ` (at ${dotted(section.path)})` : "";
      add({ file: section.source.file, ...place, message: `${message}${inside}` });
    },
    inFile: (file, message) => add({ file, message }),
    get count() {
      return found.size;
    },
    throwIfAny: () => {
      if (found.size > 0) throw new InvalidInput([...found.values()].sort(byPlace));
    },
  };
}

const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
  (a.line ?? 0) - (b.line ?? 0) ||
  (a.column ?? 0) - (b.column ?? 0);

/** `method[0].with.age`: for sources that know no lines. */
const dotted = (path: Path): string =>
  path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");

/** A part of a section, by key or index. */
export function part(section: Section, ...keys: Path): Section {
  let value = section.value;
  for (const key of keys) value = isRecord(value) || Array.isArray(value) ? Reflect.get(value, key) : undefined;
  return { source: section.source, path: [...section.path, ...keys], value };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `file:line:column`, for messages of later stages. */
export function placeOf(section: Section, of: "key" | "value" = "value"): string {
  const place = section.source.where(section.path, of);
  return place === undefined ? section.source.file : `${section.source.file}:${place.line}:${place.column}`;
}
