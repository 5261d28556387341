import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evidenceIds } from "../../domain/evidence.ts";
import { severities } from "../../domain/judgement.ts";
import { failureModes, riskDimensions } from "../../domain/vocabulary.ts";
import { catalogue } from "./catalogue/index.ts";
import { detectors } from "./detectors/index.ts";
import { closeOver } from "./fold.ts";
import type { Weakness } from "./weakness.ts";

const all: [string, Weakness][] = Object.entries(catalogue);
const codes = all.map(([code]) => code);

test.each(all)("%s is told in full", (code, { title, cost, advice, severity, failureMode, dimension, evidence }) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
  expect(title).not.toMatch(/[.?!]$/);
  expect(cost).toMatch(/^[A-Z].{20,}\.$/);
  expect(advice).toMatch(/^[A-Z].{20,}\.$/);
  expect(severities).toContain(severity);
  expect(failureModes).toContain(failureMode);
  expect(riskDimensions).toContain(dimension);
  expect(evidence.length).toBeGreaterThan(0);
  for (const id of evidence) expect(evidenceIds).toContain(id);
});

test("codes stand in one file each, and nothing is said twice", () => {
  for (const folder of ["catalogue", "detectors"]) {
    const here = new URL(`${folder}/`, import.meta.url);
    const files = readdirSync(here).filter((file) => file.endsWith(".ts") && file !== "index.ts");
    const index = readFileSync(new URL("index.ts", here), "utf8");
    const sources = files.map((file) => readFileSync(new URL(file, here), "utf8"));
    for (const [place, file] of files.entries())
      if (/satisfies Detectors|= weaknesses\(/.test(sources[place] ?? "")) expect(index).toContain(`./${file}`);
    const stated = sources.flatMap((source) => [...source.matchAll(/^ {2}"([a-z-]+)":/gm)].map(([, code]) => code));
    expect([...stated].sort()).toEqual([...codes].sort());
  }
  expect(Object.keys(detectors).sort()).toEqual([...codes].sort());
  for (const part of ["title", "cost", "advice"] as const)
    expect(new Set(all.map(([, weakness]) => weakness[part])).size).toBe(all.length);
});

test("every failure mode and every dimension has its codes, forty and more together", () => {
  expect(codes.length).toBeGreaterThanOrEqual(40);
  expect(new Set(all.map(([, { failureMode }]) => failureMode))).toEqual(new Set(failureModes));
  expect(new Set(all.map(([, { dimension }]) => dimension))).toEqual(new Set(riskDimensions));
});

test("what is explained is in the catalogue, and nothing explains itself", () => {
  for (const [code, { explains, general }] of all) {
    if (general) expect(explains).toEqual([]);
    expect(new Set(explains).size).toBe(explains.length);
    for (const symptom of explains) expect(codes, `${code} explains ${symptom}`).toContain(symptom);
  }
  expect(() => closeOver(new Map(all.map(([code, { explains }]) => [code, explains])))).not.toThrow();
  expect(() =>
    closeOver(
      new Map([
        ["a-a", ["b-b"]],
        ["b-b", ["a-a"]],
      ]),
    ),
  ).toThrow("a-a → b-b → a-a");
});
