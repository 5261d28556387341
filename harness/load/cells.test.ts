import fc from "fast-check";
import { expect, test } from "vitest";
import { cellCount, fillCell, matrixCells } from "./index.ts";

test("a matrix has one cell for each combination, all different, the last axis fastest", () => {
  expect(matrixCells({})).toEqual([{}]);
  expect(matrixCells({ a: [1, 2], b: ["x"] })).toEqual([
    { a: 1, b: "x" },
    { a: 2, b: "x" },
  ]);
  const axes = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,3}$/),
    fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 4 }),
    {
      maxKeys: 4,
    },
  );
  fc.assert(
    fc.property(axes, (matrix) => {
      const cells = matrixCells(matrix);
      expect(cells).toHaveLength(cellCount(matrix));
      expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(cells.length);
    }),
    { numRuns: 50 },
  );
});

test("a lone placeholder takes the value with its type; inside other text it is written out", () => {
  const written = { a: "\u0024{matrix.n}", b: ["every \u0024{matrix.n} s"], c: 3 };
  expect(fillCell(written, { n: 5 })).toEqual({
    value: { a: 5, b: ["every 5 s"], c: 3 },
    asked: [
      { axis: "n", path: ["a"] },
      { axis: "n", path: ["b", 0] },
    ],
  });
  expect(fillCell("\u0024{matrix.m}", { n: 5 }).value).toBe("\u0024{matrix.m}");
});
