import { expect, test } from "vitest";
import { loadAll, loadExperiments, loadSuite } from "./index.ts";
import { complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

test("takes a system map for what it is, whatever its file is called", async () => {
  const map = valid["system-map.yaml"].replaceAll("./", "../");
  await using at = await project({
    ...valid,
    "experiments/staging.yaml": map,
    "experiments/production.yaml": map.replace("boundary: tool", "boundry: tool"),
    "experiments/maps/local.yaml": "extends: ../staging.yaml\ndependencies: {}\n",
    "all.yaml": "title: All\nexperiments: [experiments/stale.yaml, experiments/maps]\n",
    "named.yaml": "title: All\nexperiments: [experiments/stale.yaml, experiments/staging.yaml]\n",
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'experiments/production.yaml:9:5 Unknown key "boundry". Did you mean "boundary"?',
  ]);
  const loaded = await loadAll(["experiments/st*.yaml", "experiments/maps"], registry, at);
  expect([loaded.experiments.map(({ id }) => id), loaded.systemMaps]).toEqual([
    ["stale"],
    ["experiments/staging.yaml", "experiments/maps/local.yaml"],
  ]);
  expect((await loadAll(["experiments/staging.yaml"], registry, at)).experiments).toEqual([]);
  expect(await complaints(loadExperiments(["experiments/staging.yaml"], registry, at))).toEqual([
    'experiments/staging.yaml There are no experiments here. Only "experiments/staging.yaml", which is a system map.',
  ]);
  expect((await loadSuite("all.yaml", registry, at)).experiments).toHaveLength(1);
  expect(await complaints(loadSuite("named.yaml", registry, at))).toEqual([
    "named.yaml:2:39 experiments/staging.yaml is a system map. A suite lists experiments.",
  ]);
});
