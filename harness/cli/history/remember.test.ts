import { expect, test } from "vitest";
import { historyFile, historyOf } from "./remember.ts";

const of = (out: string, more = {}) => historyOf({ history: true, out, ...more }, "reports/runs", "/project");

test("the project's own runs are remembered, however their folder is written, and others where a file is named", () => {
  for (const out of ["reports/runs", "./reports/runs/", "/project/reports/runs"]) expect(of(out)).toBe(historyFile);
  expect(of("elsewhere")).toBeUndefined();
  expect(of("elsewhere", { db: "own.db" })).toBe("own.db");
  expect(of("reports/runs", { history: false })).toBeUndefined();
});
