import { expect, test } from "vitest";
import { groupsIn, openColumn, pairedIn } from "./column.ts";
import type { Groups } from "./groups.ts";
import { meansOf } from "./groups.ts";

const column = openColumn();
column.add([1], [2, 4]);
column.add(undefined, [5]);
column.add([7, 9], undefined);
column.add([0], [8]);
for (let row = 4; row < 40; row += 1) column.add([row], [row, -row]);

const listOf = ({ values, ends }: Groups): number[][] =>
  [...ends].map((end, index) => [...values.subarray(index === 0 ? 0 : ends[index - 1], end)]);

test("a row gives back what was put in, also after the arrays have grown", () => {
  expect(column.treatment(1)).toEqual([]);
  expect(column.treatment(2)).toEqual([7, 9]);
  expect(column.control(0)).toEqual([2, 4]);
  expect(column.control(39)).toEqual([39, -39]);
});

test("groups leave out rows without a value, pairs those without one in either arm", () => {
  const selections = [
    { column, rows: [3, 2, 1] },
    { column, rows: [0] },
  ];
  expect(listOf(groupsIn(selections, "treatment"))).toEqual([[0], [7, 9], [1]]);
  const { treatment, control } = pairedIn(selections);
  expect(listOf(treatment)).toEqual([[0], [1]]);
  expect(listOf(control)).toEqual([[8], [2, 4]]);
  expect(treatment.single).toBe(true);
  expect([...meansOf(control)]).toEqual([8, 3]);
});
