import { expect, it } from "vitest";
import { sampleResult } from "../testing/sample-result.ts";
import { renderBriefTable } from "./brief-table.ts";

it("leaves out of titles no part in which they differ", () => {
  const titles = ["answer 503", "answer HTML"].flatMap((how) =>
    ["fragile", "sturdy"].map((kind) => `Python services ${how} (triage in python, ${kind})`),
  );
  const results = titles.map((title) => {
    const result = sampleResult();
    return { ...result, experiment: { ...result.experiment, title } };
  });
  const rows = renderBriefTable(results, { width: 100, colour: false }).split("\n").slice(1);
  expect(rows[0]).not.toContain("python, fragile");
  expect(new Set(rows).size).toBe(4);
});

it("tells experiments apart that differ in the agent behind a long title", () => {
  const long = "Every booking is made and every reply of the booking service is lost";
  const titles = [
    `${long} (freight dispatch, fragile)`,
    `${long} (freight dispatch, sturdy)`,
    `${long.toUpperCase()} AND ${long}`,
  ];
  const results = titles.map((title) => {
    const result = sampleResult();
    return { ...result, experiment: { ...result.experiment, title } };
  });
  const [, ...rows] = renderBriefTable(results, { width: 100, colour: false }).split("\n");
  expect(rows[0]).toMatch(/Every booking.*….*fragile\)/);
  expect(rows[1]).toMatch(/Every booking.*….*sturdy\)/);
  // No other begins so: its beginning says most.
  expect(rows[2]).toMatch(/EVERY BOOKING IS MADE AND.*… {2}/);
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(100);
});
