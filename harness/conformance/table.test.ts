import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findProtocol } from "../protocols/index.ts";
import { drivers } from "./index.ts";
import { planCells } from "./plan.ts";
import { conformancePage, inProcessOnly } from "./table.ts";

const written = readFileSync(new URL("../../docs/conformance.md", import.meta.url), "utf8");
const sections = new Map(
  written.split("\n## ").map((text) => [text.slice(0, text.indexOf("\n")), text.split("\n")] as const),
);

it("the written table has every case that is tried, with the source of what is expected", () => {
  const absent = planCells(drivers, findProtocol, false).filter(({ driver, one, expected }) => {
    const row = sections.get(driver.id)?.find((line) => line.startsWith(`| ${one.id} |`));
    return expected !== undefined && row?.endsWith(`| ${expected.source.replaceAll("|", "\\|")} |`) !== true;
  });
  expect(absent.map(({ driver, one }) => `${driver.id}: ${one.id}`)).toEqual([]);
});

it("says above the counts why some are counted in process only, and each of those rows leads there", () => {
  const cells = planCells(drivers.slice(0, 1), findProtocol, false);
  const page = conformancePage(
    cells.map((cell) => ({ cell, observed: { "in-process": { attempts: 1, gaps: [] } }, problems: [], again: false })),
  );
  for (const text of [page, written]) {
    expect(text).toContain(`\n## Clients\n\n${inProcessOnly}\n\n| client |`);
    const rows = text.split("\n").filter((line) => /^\| (refused|dns) \|/.test(line) && !line.includes("not tried"));
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toContain("| in-process ([only](#clients)) |");
  }
});

it("names no source that a reader of the repository does not have", () => {
  const sources = drivers.flatMap(({ expected }) =>
    Object.values(expected).flatMap((entry) => ("source" in entry ? [entry.source] : [])),
  );
  expect(sources.length).toBeGreaterThan(1000);
  expect([...new Set(sources)].filter((source) => /\.md\b/.test(source))).toEqual([]);
});
