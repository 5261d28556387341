import type { Arm } from "../domain/vocabulary.ts";
import { type Groups, openGroups, type PairedGroups } from "./groups.ts";

/** What one figure gave for each pair, in two flat arrays: about 30 bytes a pair, where an object would take ten times as many. */
export interface Column {
  add(treatment: readonly number[] | undefined, control: readonly number[] | undefined): void;
  /** Empty: the probe could not tell. */
  treatment(row: number): readonly number[];
  control(row: number): readonly number[];
  /** Where the values of a row's arm stand in `values`. */
  from(row: number, arm: Arm): number;
  to(row: number, arm: Arm): number;
  value(at: number): number;
}

/** Rows of a column, in their order. */
export interface Selection {
  readonly column: Column;
  readonly rows: readonly number[];
}

export function openColumn(): Column {
  let values = new Float64Array(16);
  /** Two for each pair: where the treatment's values end, and where the control's do. */
  let ends = new Uint32Array(16);
  let count = 0;
  let ended = 0;
  const put = (list: readonly number[]): void => {
    if (count + list.length > values.length) values = grown(values, new Float64Array(2 * (count + list.length)));
    for (const value of list) {
      values[count] = value;
      count += 1;
    }
    if (ended === ends.length) ends = grown(ends, new Uint32Array(2 * ended));
    ends[ended] = count;
    ended += 1;
  };
  const from = (row: number, arm: Arm): number => (arm === "control" ? (ends[2 * row] ?? 0) : (ends[2 * row - 1] ?? 0));
  const to = (row: number, arm: Arm): number => ends[arm === "control" ? 2 * row + 1 : 2 * row] ?? 0;
  const part = (row: number, arm: Arm): readonly number[] => [...values.subarray(from(row, arm), to(row, arm))];
  return {
    add(treatment = [], control = []) {
      put(treatment);
      put(control);
    },
    treatment: (row) => part(row, "treatment"),
    control: (row) => part(row, "control"),
    from,
    to,
    value: (at) => values[at] ?? Number.NaN,
  };
}

function grown<T extends Float64Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** The values of each row that has any in the arm. */
export function groupsIn(selections: readonly Selection[], arm: Arm): Groups {
  const fill = openGroups(...sizeOf(selections, arm));
  for (const { column, rows } of selections)
    for (const row of rows) {
      const to = column.to(row, arm);
      let at = column.from(row, arm);
      if (at === to) continue;
      for (; at < to; at += 1) fill.put(column.value(at));
      fill.end();
    }
  return fill.done();
}

/** The values of each row that has some in both arms. */
export function pairedIn(selections: readonly Selection[]): PairedGroups {
  const treatment = openGroups(...sizeOf(selections, "treatment"));
  const control = openGroups(...sizeOf(selections, "control"));
  const sides = [
    ["treatment", treatment],
    ["control", control],
  ] as const;
  for (const { column, rows } of selections)
    for (const row of rows) {
      if (sides.some(([arm]) => column.from(row, arm) === column.to(row, arm))) continue;
      for (const [arm, fill] of sides) {
        const to = column.to(row, arm);
        for (let at = column.from(row, arm); at < to; at += 1) fill.put(column.value(at));
        fill.end();
      }
    }
  return { treatment: treatment.done(), control: control.done() };
}

function sizeOf(selections: readonly Selection[], arm: Arm): [number, number] {
  let length = 0;
  let values = 0;
  for (const { column, rows } of selections) {
    length += rows.length;
    for (const row of rows) values += column.to(row, arm) - column.from(row, arm);
  }
  return [length, values];
}
