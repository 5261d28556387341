import { expect, test } from "vitest";
import { defineExperiment, isSuite, loadExperiments, loadSuite } from "./index.ts";
import { complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const stale = valid["experiments/stale.yaml"];
const nested = stale.replaceAll("../", "../../").replace("tags: [smoke]", "tags: [nightly]");
const ids = async (loading: ReturnType<typeof loadExperiments>) => (await loading).map(({ id }) => id);

test("takes files, folders and globs, each file once and in order", async () => {
  await using at = await project({
    ...valid,
    "experiments/a/one.yml": nested,
    "experiments/a/two.json": JSON.stringify(
      { ...asModule(), target: "../../agents/target.yaml", tasks: "../../tasks/support.yaml" },
      undefined,
      "\t",
    ),
    "experiments/suites/all.yaml": "title: All\nexperiments: [..]\n",
    "experiments/experiment.schema.json": "{}",
    "experiments/a/target.yaml": "junk",
    "experiments/a/target.command.yaml": "junk",
    "experiments/a/orders.tasks.json": "junk",
    "experiments/a/moving-target.yaml": nested.replace("nightly", "smoke"),
    "experiments/.hidden/x.yaml": "junk",
    "experiments/notes.md": "junk",
  });
  expect(await ids(loadExperiments(["experiments"], registry, at))).toEqual([
    "a/moving-target",
    "a/one",
    "a/two",
    "stale",
  ]);
  expect(await ids(loadExperiments(["experiments/stale.yaml", "experiments"], registry, at))).toEqual([
    "stale",
    "a/moving-target",
    "a/one",
    "a/two",
  ]);
  expect(await ids(loadExperiments(["experiments/**/*.y*ml"], registry, at))).toEqual([
    "a/moving-target",
    "a/one",
    "stale",
  ]);
  expect(await ids(loadExperiments(["experiments"], registry, { ...at, overrides: { tags: ["nightly"] } }))).toEqual([
    "a/one",
  ]);
});

test("passes over what stands beside experiments under any name, and says what it is where it is named", async () => {
  await using at = await project({
    ...valid,
    "experiments/desk.yaml": valid["agents/target.yaml"],
    "experiments/questions.yaml": valid["tasks/support.yaml"],
    "experiments/papers.json": JSON.stringify([{ id: "p1", title: "Returns", text: "30 days" }]),
    "experiments/more-papers.json": JSON.stringify({ documents: [{ id: "p1", title: "Returns", text: "30 days" }] }),
  });
  expect(await ids(loadExperiments(["experiments"], registry, at))).toEqual(["stale"]);
  const named = ["desk.yaml", "questions.yaml", "papers.json", "more-papers.json"].map((file) => `experiments/${file}`);
  expect(await complaints(loadExperiments(named, registry, at))).toEqual([
    "experiments/desk.yaml This is a target, not an experiment. Name an experiment, and give it this target with --target.",
    "experiments/more-papers.json This is a corpus, not an experiment. Name an experiment whose system map uses it.",
    "experiments/papers.json This is a corpus, not an experiment. Name an experiment whose system map uses it.",
    'experiments/questions.yaml This is a list of tasks, not an experiment. Name the experiment whose "tasks" it is.',
  ]);
});

test("says when nothing matches, and when no experiment carries the tag", async () => {
  await using at = await project(valid);
  expect(await complaints(loadExperiments(["nowhere", "x/*.yaml"], registry, at))).toEqual([
    'nowhere Cannot find an experiment: no file matches this path. Is it in the folder "experiments"?',
    'x/*.yaml Cannot find an experiment: no file matches this path. Is it in the folder "experiments"?',
  ]);
  expect(await complaints(loadExperiments([], registry, at))).toEqual([". There are no experiments here."]);
  expect(
    await complaints(loadExperiments(["experiments"], registry, { ...at, overrides: { tags: ["smoek"] } })),
  ).toEqual(['experiments No experiment carries the tag "smoek". Did you mean "smoke"?']);
  expect(
    await complaints(loadExperiments(["world.ts", "agents/agent.ts", "experiments/../tasks"], registry, at)),
  ).not.toEqual([]);
});

test("gives the diagnostics of all files at once, sorted by place", async () => {
  await using at = await project({
    ...valid,
    "experiments/a.yaml": stale.replace("repeats: 3", "repeats: 0").replace("title:", "titel:"),
    "experiments/b.yaml": stale.replace("inject: stale-results", "inject: latancy"),
    "experiments/c.yaml": "",
    "experiments/d.yaml": "just text\n",
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'experiments/a.yaml:2:1 Unknown key "titel". Did you mean "title"?',
    'experiments/a.yaml:17:10 "repeats" must be at least 1, not 0.',
    'experiments/b.yaml:13:13 Cannot arm "latancy": no such fault. Did you mean "latency"?',
    "experiments/c.yaml The file is empty.",
    'experiments/d.yaml:1:1 The file must be a mapping, not "just text".',
  ]);
});

test("a broken file that many share is reported once", async () => {
  await using at = await project({
    ...valid,
    "experiments/b.yaml": stale,
    "agents/target.yaml": "name: x\nkind: module\n",
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'agents/target.yaml:1:1 "systemMap" is missing. What the target depends on: a path relative to this file, or the map itself.',
    'agents/target.yaml:1:1 "module" is missing. The module, relative to this file.',
  ]);
});

test("files that would share an id are refused", async () => {
  await using at = await project({ ...valid, "experiments/stale.json": JSON.stringify(asModule()) });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'experiments/stale.yaml This has the id "stale", as experiments/stale.json has. Rename one of the files.',
  ]);
});

const other = "name: other\nkind: command\ncommand: node 'my agent.js'\nsystemMap: ../system-map.yaml\n";

test("the command line's settings win, and another target can be put in", async () => {
  await using at = await project({ ...valid, "agents/other.yaml": other });
  const [experiment] = await loadExperiments(["experiments"], registry, {
    ...at,
    overrides: { repeats: 9, seed: "x", target: "agents/other.yaml" },
  });
  expect(experiment).toMatchObject({
    repeats: 9,
    seed: "x",
    target: { name: "other", spec: { kind: "command", command: ["node", "my agent.js"] } },
  });
  expect(
    await complaints(loadExperiments(["experiments"], registry, { ...at, overrides: { target: "nope.yaml" } })),
  ).toEqual(["nope.yaml Cannot find the target: no such file."]);
});

test("a suite lists experiments by glob and tag, with settings of its own", async () => {
  await using at = await project({
    ...valid,
    "agents/other.yaml": other,
    "experiments/a/one.yaml": nested,
    "experiments/suites/gate.yaml":
      "title: Gate\nexperiments: [../*.yaml, ../a]\ntags: [nightly]\nrepeats: 2\nseed: s\ntarget: ../../agents/other.yaml\nconcurrency: 4\n",
  });
  const path = "experiments/suites/gate.yaml";
  const suite = await loadSuite(path, registry, at);
  expect(suite).toMatchObject({
    title: "Gate",
    concurrency: 4,
    experiments: [{ id: "a/one", repeats: 2, seed: "s", target: { name: "other" } }],
  });
  expect(await loadExperiments([path], registry, at)).toEqual(suite.experiments);
  expect(await isSuite(path, at)).toBe(true);
  expect(await isSuite("experiments/stale.yaml", at)).toBe(false);
  expect(await isSuite("experiments", at)).toBe(false);
});

test("a suite passes over what a glob finds beside experiments, and says what is named and is none", async () => {
  const day = "title: A day\nphases: [{ name: calm }]\n";
  const suite = (...experiments: string[]): string => `title: S\nexperiments: ${JSON.stringify(experiments)}\n`;
  await using at = await project({
    ...valid,
    "experiments/days/rehearsal.yaml": day,
    "experiments/suites/glob.yaml": suite("../*.yaml", "../*/*.yaml"),
    "experiments/suites/named.yaml": suite("../stale.yaml", "../days/rehearsal.yaml"),
  });
  expect(await ids(loadExperiments(["experiments/suites/glob.yaml"], registry, at))).toEqual(["stale"]);
  expect(await complaints(loadExperiments(["experiments/suites/named.yaml"], registry, at))).toEqual([
    expect.stringMatching(/^experiments\/suites\/named\.yaml:2:\d+ .*rehearsal\.yaml is the plan of a game day\./),
  ]);
});

test("says what is wrong with a suite", async () => {
  await using at = await project({
    ...valid,
    "suites/a.yaml":
      "title: A\nexperiments: [../nowhere/*.yaml, ./b.yaml, ../experiments]\ntags: [smoek]\nconcurency: 2\n",
    "suites/b.yaml": "title: B\nexperiments: [../experiments]\n",
    "suites/c.yaml": "title: C\nexperiments: []\n",
  });
  expect(await complaints(loadSuite("suites/a.yaml", registry, at))).toEqual([
    'suites/a.yaml:2:15 No experiment file matches "../nowhere/*.yaml". Paths are relative to suites/a.yaml.',
    "suites/a.yaml:2:34 suites/b.yaml is a suite. A suite lists experiments, not other suites.",
    'suites/a.yaml:4:1 Unknown key "concurency". Did you mean "concurrency"?',
  ]);
  expect(await complaints(loadExperiments(["suites/c.yaml"], registry, at))).toEqual([
    'suites/c.yaml:2:14 "experiments" must not be empty.',
  ]);
});

function asModule() {
  return defineExperiment({
    title: "Orders come late",
    question: "Does it wait?",
    failureMode: "excessive-latency",
    dimension: "tools",
    target: "../agents/target.yaml",
    tasks: { from: "../tasks/support.yaml", ids: ["order-status"] },
    hypothesis: [{ "answer-correctness": { atLeast: 0.9 } }],
    method: [{ inject: "latency", into: { tool: "orders" }, with: { delay: "2s" } }],
  });
}

test("a TypeScript module exports one experiment, or a list of them", async () => {
  const json = JSON.stringify(asModule());
  await using at = await project({
    ...valid,
    "experiments/one.ts": `const experiment: unknown = ${json};\nexport default experiment;\n`,
    "experiments/two.ts": `export default [${json}, ${json}];\n`,
  });
  const experiments = await loadExperiments(["experiments/one.ts", "experiments/two.ts"], registry, at);
  expect(experiments.map(({ id }) => id)).toEqual(["one", "two-1", "two-2"]);
  expect(experiments[0]?.cells[0]?.method[0]).toMatchObject({
    at: "experiments/one.ts",
    params: { delay: 2000, jitter: 0 },
  });
});

test("diagnostics of a module name the file and the path inside it", async () => {
  await using at = await project({
    ...valid,
    "experiments/bad.ts": `export default ${JSON.stringify({ ...asModule(), method: [{ inject: "latency", into: { tool: "orders" }, with: { dely: 1 } }] })};\n`,
    "experiments/none.ts": "export const x = 1;\n",
    "experiments/throws.ts": "throw new Error('no luck');\n",
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'experiments/bad.ts Unknown key "dely". Did you mean "delay"? (at method[0].with.dely)',
    "experiments/none.ts The module has no default export. Write: export default defineExperiment({ … }), or a list of them.",
    "experiments/throws.ts Cannot load the module: no luck.",
  ]);
});

test("a folder of suites gives the experiments of its suites; a folder above that is called suites changes nothing", async () => {
  await using at = await project({
    ...Object.fromEntries(Object.entries(valid).map(([path, text]) => [`suites/${path}`, text])),
    "suites/experiments/suites/all.yaml": "title: All\nexperiments: [../*.yaml]\nrepeats: 8\n",
  });
  const inside = { cwd: `${at.cwd}/suites` };
  expect((await loadExperiments(["experiments"], registry, inside)).map(({ repeats }) => repeats)).toEqual([3]);
  expect((await loadExperiments(["experiments/suites"], registry, inside)).map(({ repeats }) => repeats)).toEqual([8]);
});
