import { isRecord } from "./problems.ts";

export type Matrix = Readonly<Record<string, readonly unknown[]>>;
export type CellValues = Readonly<Record<string, unknown>>;

/** How many cells a matrix has; 1 without axes. */
export const cellCount = (matrix: Matrix): number =>
  Object.values(matrix).reduce((product, values) => product * values.length, 1);

/** Each value of each axis with each of the others. The last axis varies fastest; one empty cell without axes. */
export const matrixCells = (matrix: Matrix): readonly CellValues[] =>
  Object.entries(matrix).reduce<readonly CellValues[]>(
    (cells, [axis, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [axis]: value }))),
    [{}],
  );

/** The first value of each axis. */
export const firstCell = (matrix: Matrix): CellValues =>
  Object.fromEntries(Object.entries(matrix).map(([axis, values]) => [axis, values[0]]));

const placeholder = /\$\{matrix\.([^}]*)\}/g;
const alone = /^\$\{matrix\.([^}]*)\}$/;

/** Text with a placeholder that no axis has filled: that has been said, so its other mistakes are none. */
export const isUnfilled = (value: unknown): boolean => typeof value === "string" && /\$\{matrix\./.test(value);

export interface Filled {
  readonly value: unknown;
  /** Axes that were asked for, each with the path of the text that asks. */
  readonly asked: readonly { readonly axis: string; readonly path: readonly (string | number)[] }[];
}

/** Puts a cell's values in the place of `${matrix.axis}`. A text that is only a placeholder takes the value with its type. */
export function fillCell(value: unknown, cell: CellValues, path: readonly (string | number)[] = []): Filled {
  if (typeof value === "string") {
    const asked = [...value.matchAll(placeholder)].map((match) => ({ axis: match[1] ?? "", path }));
    const whole = alone.exec(value)?.[1];
    if (whole !== undefined) return { value: Object.hasOwn(cell, whole) ? cell[whole] : value, asked };
    const text = value.replace(placeholder, (all, axis: string) =>
      Object.hasOwn(cell, axis) ? String(cell[axis]) : all,
    );
    return { value: text, asked };
  }
  if (Array.isArray(value)) {
    const parts = value.map((inner, index) => fillCell(inner, cell, [...path, index]));
    return { value: parts.map((one) => one.value), asked: parts.flatMap((one) => one.asked) };
  }
  if (isRecord(value)) {
    const parts = Object.entries(value).map(([key, inner]) => [key, fillCell(inner, cell, [...path, key])] as const);
    return {
      value: Object.fromEntries(parts.map(([key, one]) => [key, one.value])),
      asked: parts.flatMap(([, one]) => one.asked),
    };
  }
  return { value, asked: [] };
}
