import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evidenceIds } from "../../domain/evidence.ts";
import { evidenceDetectors } from "./index.ts";

test("every detector is in the index once, in the order of its number", () => {
  const ids = evidenceDetectors.map(({ id }) => id);
  expect(ids).toEqual(evidenceIds.filter((id) => ids.includes(id)));
  const here = new URL(".", import.meta.url);
  const files = readdirSync(here).filter(
    (file) => !file.includes(".test.") && readFileSync(new URL(file, here), "utf8").includes("defineEvidence({"),
  );
  expect(files.map((file) => file.replace(".ts", "")).sort()).toEqual(evidenceDetectors.map(({ name }) => name).sort());
});

test.each(evidenceDetectors.map((detector) => [detector.name, detector] as const))("%s describes itself", (_, one) => {
  expect(one.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(one.summary).toMatch(/\.$/);
  expect(Object.keys(one.figures).length).toBeGreaterThan(0);
});
