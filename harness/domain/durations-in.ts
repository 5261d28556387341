import { isDeepStrictEqual } from "node:util";
import { writtenDuration } from "./duration.ts";

type Path = readonly (string | number)[];

/** A number among parameters that is read as a duration. */
export interface DurationIn {
  readonly path: Path;
  readonly ms: number;
}

/**
 * The numbers among written parameters that are durations: with a unit they are read as the same. So the schema says it,
 * also that of a fault which somebody else wrote.
 */
export function durationsIn(written: unknown, read: (written: unknown) => unknown): readonly DurationIn[] {
  const asRead = read(written);
  if (asRead === undefined) return [];
  return numbersIn(written, []).filter(({ path, ms }) =>
    isDeepStrictEqual(read(replaced(written, path, writtenDuration(ms))), asRead),
  );
}

/** The parameters with the unit of every duration. */
export const withUnits = (written: unknown, read: (written: unknown) => unknown): unknown =>
  durationsIn(written, read).reduce((all, { path, ms }) => replaced(all, path, writtenDuration(ms)), written);

function numbersIn(value: unknown, path: Path): readonly DurationIn[] {
  if (typeof value === "number") return value > 0 ? [{ path, ms: value }] : [];
  if (typeof value !== "object" || value === null) return [];
  const list = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, [...path, list ? Number(key) : key]));
}

function replaced(value: unknown, [step, ...rest]: Path, by: string): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((inner, index) => (index === step ? replaced(inner, rest, by) : inner));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === step ? replaced(inner, rest, by) : inner]),
  );
}
