import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Baseline } from "../domain/baseline.ts";
import { loadBaseline } from "../load/index.ts";
import { complaints, project } from "../load/testing/project.ts";
import { baselineText, writeBaseline } from "./baseline.ts";

const baseline: Baseline = {
  schema: 1,
  run: "20261128-133836-06b750",
  brownout: "0.1.0",
  scores: { "answer-correctness": { value: 0.75, low: 0.3, high: 0.95, n: 4 } },
  experiments: {
    "stale: policies #1": {
      target: { name: "desk", fingerprint: "4caf69c5baff" },
      asked: "4e10",
      tasks: ["a", "b"],
      seed: "007",
      repeats: 2,
      verdict: "broken",
      pairs: 4,
      findings: {
        "no-jitter": { severity: "low", count: 2 },
        "retry-storm": { severity: "high", count: 1, symptom: true },
      },
      scores: {
        "answer-correctness": { value: 0.75, low: 0.3, high: 0.95, n: 4, pairs: { a: "01", b: "1." } },
        "hung-rate": { value: 0, low: 0, high: 0.5, n: 4, pairs: "0" },
      },
    },
  },
};

test("a baseline is one line for each figure, and reads back as it was", async () => {
  await using at = await project({});
  const file = join(at.cwd, "reports", "baselines", "main.yaml");
  writeBaseline(baseline, file);
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim());
  expect(lines).toContain(
    'answer-correctness: { value: 0.75, low: 0.3, high: 0.95, n: 4, pairs: { a: "01", b: "1." } }',
  );
  expect(lines).toContain("no-jitter: { severity: low, count: 2 }");
  expect(await loadBaseline(file, at)).toEqual(baseline);
  expect(readdirSync(join(at.cwd, "reports", "baselines"))).toEqual(["main.yaml"]);
});

test("rows of signs and names of any kind survive", async () => {
  await using at = await project({});
  const [one] = Object.values(baseline.experiments);
  if (!one) throw new Error("no experiment");
  const file = join(at.cwd, "b.yaml");
  await fc.assert(
    fc.asyncProperty(
      fc.stringMatching(/^[01.]{1,9}$/),
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== "" && text !== "__proto__"),
      async (row, name) => {
        const score = { value: 1, low: 0, high: 1, n: 1, pairs: { [`t${row}`]: row } };
        const given = {
          ...baseline,
          experiments: { [name]: { ...one, seed: row, target: { ...one.target, name }, scores: { s: score } } },
        };
        writeFileSync(file, baselineText(given));
        expect(await loadBaseline(file, at)).toEqual(given);
      },
    ),
    { numRuns: 60 },
  );
});

test("what cannot be read is refused with its place", async () => {
  await using at = await project({
    "cut.yaml": baselineText(baseline).slice(0, 300),
    "newer.yaml": "schema: 2\nrun: x\nbrownout: 9\nexperiments: {}\n",
  });
  expect((await complaints(loadBaseline("cut.yaml", at))).join("\n")).toMatch(/^cut\.yaml:\d+:\d+ /);
  expect((await complaints(loadBaseline("newer.yaml", at))).join("\n")).toMatch(
    /newer\.yaml:1:9 "schema" must be 1: another version/,
  );
  expect((await complaints(loadBaseline("none.yaml", at))).join("\n")).toMatch(
    /none\.yaml Cannot find the baseline\. Accept a run/,
  );
});
