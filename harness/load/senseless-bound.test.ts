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
