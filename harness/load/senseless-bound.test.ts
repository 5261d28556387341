import { expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const claiming = (bounds: string) => project(changed("experiments/stale.yaml", "atMost: 0 }", `${bounds} }`));

test("a claim of a share that no share can be is refused, and a percent is taken for what it is", async () => {
  await using at = await claiming("atMost: 5, atLeast: 140");
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'experiments/stale.yaml:11:34 "atMost" must be from 0 to 1, not 5: "silent-wrong-rate" is a share. Did you mean 0.05?',
    'experiments/stale.yaml:11:46 "atLeast" must be from 0 to 1, not 140: "silent-wrong-rate" is a share.',
    "experiments/stale.yaml:11:46 No value is at least 140 and at most 5.",
  ]);
});

test("a share of control is a ratio, and may be above 1", async () => {
  await using at = await claiming("atMost: 3, of: control");
  expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
});

const controlled = async (claim: string): Promise<string> => {
  await using at = await project(changed("experiments/stale.yaml", "silent-wrong-rate: { atMost: 0 }", claim));
  return (await complaints(loadExperiments(["experiments"], registry, at))).join("\n");
};

test("a percent of control is taken for what it is, and more than control is not asked of what should be high", async () => {
  expect(await controlled("answer-correctness: { atLeast: 90, of: control }")).toMatch(
    /"atLeast" must be from 0 to 1, not 90: "of: control" it is the part .* Did you mean 0\.9\?$/,
  );
  expect(await controlled("answer-correctness: { atLeast: 1.1, of: control }")).toMatch(
    /not 1\.1: .* Did you mean 1\?$/,
  );
  expect(await controlled("silent-wrong-rate: { atMost: 50, of: control }")).toMatch(
    /"atMost" must be from 0 to 10, not 50: .* Did you mean 0\.5\?$/,
  );
  expect(await controlled("silent-wrong-rate: { atMost: -1, of: control }")).toMatch(/must be from 0, not -1/);
});

test("times and counts may be many times those of control", async () => {
  await using at = await project(
    changed("experiments/stale.yaml", "silent-wrong-rate: { atMost: 0 }", "answer-time: { atMost: 300, of: control }"),
  );
  expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
});
