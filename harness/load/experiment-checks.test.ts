import { expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

test("a claim about bystanders needs some", async () => {
  const claim = "- silent-wrong-rate: { atMost: 0 }\n  - fault-isolation: { atLeast: 0.9 }";
  const claimed = changed("experiments/stale.yaml", "- silent-wrong-rate: { atMost: 0 }", claim);
  await using at = await project(claimed);
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'experiments/stale.yaml:12:5 "fault-isolation" is about tasks beside those that the fault should meet, and this experiment has none. Name some under "bystanders: { from: <tasks>, tags: [...] }", or leave the claim out.',
  ]);
});
