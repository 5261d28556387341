import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findProtocol } from "../protocols/index.ts";
import { drivers } from "./index.ts";
import { planCells } from "./plan.ts";

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

it("names no source that a reader of the repository does not have", () => {
  const sources = drivers.flatMap(({ expected }) =>
    Object.values(expected).flatMap((entry) => ("source" in entry ? [entry.source] : [])),
  );
  expect(sources.length).toBeGreaterThan(1000);
  expect([...new Set(sources)].filter((source) => /\.md\b/.test(source))).toEqual([]);
});
