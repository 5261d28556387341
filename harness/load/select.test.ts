import { expect, test } from "vitest";
import { loadExperiments, loadToRun } from "./load.ts";
import { complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const text = valid["experiments/stale.yaml"];
const files = {
  ...valid,
  "experiments/dear.yaml": text
    .replace("knowledge-base", "foundation-model")
    .replace("retrieval: policies", 'model: "*"')
    .replace(
      / {2}- inject: stale-results[\s\S]*400d \}/,
      "  - inject: latency\n    into: { model: gpt }\n    with: { delay: 2s }",
    ),
  "suites/gate.yaml": `title: Gate
experiments: [../experiments]
select: { dependencies: [policies], failureModes: [incorrect-response] }
budget: { wallTime: 10m, trials: 12 }
concurrency: 3
`,
  "suites/none.yaml": "title: None\nexperiments: [../experiments]\nselect: { dependencies: [polices] }\n",
  "suites/bad.yaml":
    "title: Bad\nexperiments: [../experiments]\nselect: { dimension: [tools] }\nbudget: { wallTime: soon }\n",
};
const ids = (experiments: readonly { readonly id: string }[]): readonly string[] => experiments.map(({ id }) => id);

test("a suite selects by what is broken, and brings its budget and concurrency", async () => {
  await using at = await project(files);
  const loaded = await loadToRun(["suites/gate.yaml"], registry, at);
  expect(ids(loaded.experiments)).toEqual(["stale"]);
  expect(loaded).toMatchObject({
    concurrency: 3,
    budget: { wallTime: 600_000, trials: 12, at: "suites/gate.yaml:4:9" },
  });
});

test("so does the command line, each key by any of its words and every key at once", async () => {
  await using at = await project(files);
  const by = async (overrides: object) => ids(await loadExperiments(["experiments"], registry, { ...at, overrides }));
  expect(await by({ dependencies: ["gpt"] })).toEqual(["dear"]);
  expect(await by({ dependencies: ["gpt", "policies"] })).toEqual(["dear", "stale"]);
  expect(await by({ dimensions: ["knowledge-base"], tags: ["smoke"] })).toEqual(["stale"]);
  expect(await complaints(by({ dimensions: ["knowledge-base"], dependencies: ["gpt"] }))).toEqual([
    'experiments No experiment of those that are left breaks the dependency "gpt". There is "policies".',
  ]);
});

test("a selection of nothing, and one that is misspelt, are said", async () => {
  await using at = await project(files);
  expect(await complaints(loadExperiments(["suites/none.yaml"], registry, at))).toEqual([
    'suites/none.yaml:3:25 No experiment breaks the dependency "polices". Did you mean "policies"?',
  ]);
  expect(await complaints(loadExperiments(["suites/bad.yaml"], registry, at))).toEqual([
    'suites/bad.yaml:3:11 Unknown key "dimension". Did you mean "dimensions"?',
    'suites/bad.yaml:4:21 "wallTime" must be a duration such as "250ms", "2s", "1.5m", "3h" or "400d", not "soon".',
  ]);
});

test("a tag that is like none is answered with what there is, also where that is much, or nothing", async () => {
  const tagged = (tags: string) => ({ ...valid, "experiments/stale.yaml": text.replace(/^tags: .*$/m, tags) });
  const asked = async (files: Readonly<Record<string, string>>) => {
    await using at = await project(files);
    return await complaints(loadExperiments(["experiments"], registry, { ...at, overrides: { tags: ["elsewhere"] } }));
  };
  const many = Array.from({ length: 20 }, (_, at) => `t${at + 10}`);
  expect(await asked(tagged(`tags: [${many.join(", ")}]`))).toEqual([
    'experiments No experiment carries the tag "elsewhere". There are 20, such as "t10", "t11", "t12", "t13", "t14" and "t15".',
  ]);
  expect(await asked(tagged(""))).toEqual(['experiments No experiment carries the tag "elsewhere". None has any.']);
});
