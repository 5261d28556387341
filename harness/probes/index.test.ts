import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Probe } from "../domain/judgement.ts";
import { evidenceDetectors } from "./evidence/index.ts";
import { probes } from "./index.ts";
import { trial } from "./testing/pairs.ts";

const all: readonly (readonly [string, Probe])[] = Object.entries(probes);
const calm = trial("control", { calls: [{ dependency: "a", from: 0 }] }, [{ task: "b" }]);
const rough = trial(
  "treatment",
  {
    outcome: "wrong",
    silent: true,
    t: 900,
    calls: [
      { dependency: "a", from: 0, fault: "f" },
      { dependency: "a", attempt: 2, from: 30 },
      { dependency: "c", from: 50 },
    ],
  },
  [{ task: "b", outcome: "hung", end: "hung", t: 1000 }],
);
const bare = {
  ...calm,
  primary: { ...calm.primary, record: { id: "t", task: "t", role: "primary", calls: [] } as const },
  bystanders: [],
};

describe("every probe", () => {
  test.each(all)("%s keeps the contract", (name, probe) => {
    expect(probe.name).toBe(name);
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(probe.summary).toMatch(/\.$/);
    expect(probe.summary.toLowerCase()).toContain(`${probe.better} is better`);
    expect(probe.aggregate === "proportion").toBe(probe.unit === "share");
    const params = probe.params.parse({});
    expect(probe.params.parse(params)).toEqual(params);
    expect(probe.params.safeParse({ nonsense: 1 }).success).toBe(false);
    for (const [a, b] of [
      [rough, calm],
      [calm, calm],
      [rough, bare],
      [bare, calm],
      [bare, bare],
    ] as const) {
      const before = JSON.stringify([a, b]);
      const values = probe.measure(a, b, params);
      expect(JSON.stringify([a, b])).toBe(before);
      expect(probe.measure(a, b, params)).toEqual(values);
      if (values === undefined) continue;
      expect(values.length).toBeGreaterThan(0);
      for (const value of values) {
        expect(Number.isFinite(value)).toBe(true);
        if (probe.aggregate === "proportion") expect([0, 1]).toContain(value);
      }
    }
  });

  test("a file that defines a probe is in the index", () => {
    const here = new URL(".", import.meta.url);
    const defining = readdirSync(here).filter(
      (file) =>
        file.endsWith(".ts") &&
        !file.endsWith(".test.ts") &&
        readFileSync(new URL(file, here), "utf8").includes("= defineProbe("),
    );
    const detectors = evidenceDetectors.map(({ name }) => name);
    expect([...defining.map((file) => file.replace(".ts", "")), ...detectors].sort()).toEqual(
      Object.keys(probes).sort(),
    );
  });
});
