import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { registry } from "../cli/registry.ts";
import type { Experiment } from "../domain/experiment.ts";
import { root } from "../testing/run-in-memory.ts";
import { loadExperiments } from "./load.ts";
import { touchedBy } from "./touched.ts";

/** The shipped experiments: three of the sturdy agent, and one of it with its knowledge in Qdrant. */
const paths = [
  "incorrect-response/stale-policies",
  "incorrect-response/irrelevant-in-qdrant",
  "single-point-of-failure/refunds-fail",
  "excessive-latency/guard-hangs",
];
let experiments: readonly Experiment[];
beforeAll(async () => {
  experiments = await loadExperiments(
    paths.map((path) => `experiments/${path}.yaml`),
    registry,
    { cwd: root },
  );
});
const touched = (...changed: string[]) =>
  touchedBy(
    experiments,
    changed.map((path) => join(root, path)),
    root,
  ).map(({ experiment, why }) => `${experiment.id.split("/")[1]} ${why}`);
const all = ["stale-policies", "irrelevant-in-qdrant", "refunds-fail", "guard-hangs"];
const names = (...changed: string[]) => touched(...changed).map((line) => line.split(" ")[0]);

test("an experiment is concerned by itself, and the others are not", () => {
  expect(touched("experiments/single-point-of-failure/refunds-fail.yaml")).toEqual([
    "refunds-fail experiments/single-point-of-failure/refunds-fail.yaml: the experiment itself",
  ]);
  expect(touched("experiments/shared-fate/retry-storm.yaml")).toEqual([]);
});

test("what experiments share concerns all that share it", () => {
  expect(names("fixtures/support-desk/system-map.yaml")).toEqual([
    "stale-policies",
    "irrelevant-in-qdrant",
    "refunds-fail",
  ]);
  expect(touched("fixtures/agents/sturdy/target.yaml")[0]).toMatch(/stale-policies .*: its target$/);
  const tasks = experiments.find(({ id }) => id.endsWith("refunds-fail"))?.tasks[0]?.file ?? "";
  expect(names(tasks)).toContain("refunds-fail");
});

test("code is followed from a target through its imports, and code that nothing imports concerns nobody", () => {
  expect(names("fixtures/agents/support-desk.ts")).toEqual(all);
  expect(names("fixtures/agents/knowledge/qdrant.ts")).toContain("irrelevant-in-qdrant");
  expect(names("fixtures/agents/fragile/agent.ts")).toEqual([]);
  expect(names("fixtures/support-desk/orders-api.ts")).toEqual(all);
});

test("what nobody can place concerns all; what people read concerns none", () => {
  expect(names("package.json")).toEqual(all);
  expect(names("prompts/system.md")).toEqual(all);
  expect(names("README.md", "docs/gate.md", "harness/load/touched.test.ts")).toEqual([]);
  expect(touched("README.md", "package.json")[0]).toMatch(/package\.json: nobody can say what rests on it/);
});
