import { expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const other = "name: The other desk!\nkind: command\ncommand: node agent.js\nsystemMap: ../system-map.yaml\n";
const listed = {
  ...changed(
    "experiments/stale.yaml",
    "target: ../agents/target.yaml",
    "target: [../agents/target.yaml, ../agents/other.yaml]",
  ),
  "agents/other.yaml": other,
};

test("an experiment of several targets is one for each, with addresses of their own and all else alike", async () => {
  await using at = await project(listed);
  const [first, second, ...more] = await loadExperiments(["experiments"], registry, at);
  expect(more).toEqual([]);
  expect([first?.id, second?.id]).toEqual(["stale/desk", "stale/the-other-desk"]);
  expect([first?.target.name, second?.target.name]).toEqual(["desk", "The other desk!"]);
  const { id: _, target: __, ...shared } = first ?? {};
  expect(second).toMatchObject(shared);
});

test("the command line and a suite can name several too; a single one keeps the plain address", async () => {
  await using at = await project({
    ...valid,
    "agents/other.yaml": other,
    "experiments/suites/gate.yaml":
      "title: Gate\nexperiments: [../*.yaml]\ntarget: [../../agents/other.yaml, ../../agents/target.yaml]\n",
  });
  const ids = async (path: string, target?: string | readonly string[]) =>
    (await loadExperiments([path], registry, { ...at, overrides: { target } })).map(({ id }) => id);
  expect(await ids("experiments", ["agents/other.yaml", "agents/target.yaml"])).toEqual([
    "stale/the-other-desk",
    "stale/desk",
  ]);
  expect(await ids("experiments/suites/gate.yaml")).toEqual(["stale/the-other-desk", "stale/desk"]);
  expect(await ids("experiments/suites/gate.yaml", ["agents/other.yaml"])).toEqual(["stale"]);
});

test("says what is wrong with a list of targets, each at its place", async () => {
  const said = async (list: string, more: Readonly<Record<string, string>> = {}) => {
    await using at = await project({
      ...changed("experiments/stale.yaml", "target: ../agents/target.yaml", `target: ${list}`),
      ...more,
    });
    return await complaints(loadExperiments(["experiments"], registry, at));
  };
  expect(await said("[../agents/target.yaml, ../agents/taget.yaml]")).toEqual([
    'experiments/stale.yaml:7:33 Cannot find the target: there is no file agents/taget.yaml. Did you mean "../agents/target.yaml"?',
  ]);
  expect(await said("[../agents/target.yaml, ../agents/./target.yaml]")).toEqual([
    "experiments/stale.yaml:7:33 agents/target.yaml is listed twice.",
  ]);
  expect(await said("[]")).toEqual(['experiments/stale.yaml:7:9 "target" must not be empty.']);
  expect(
    await said("[../agents/target.yaml, ../agents/other.yaml]", {
      "agents/other.yaml": other.replace("The other desk!", "Desk?"),
    }),
  ).toEqual([
    'experiments/stale.yaml:7:33 agents/other.yaml is called "Desk?", too much like agents/target.yaml. Rename one of them.',
  ]);
  const small = { "agents/other.yaml": other };
  expect(await said("[../agents/target.yaml, ../agents/other.yaml]\nblastRadius: { maxTrials: 6 }", small)).toEqual([
    "experiments/stale.yaml:8:27 This would run 12 trials (2 targets × 1 cell × 1 task × 3 repeats × 2 arms), and blastRadius.maxTrials allows 6. Run less, or raise maxTrials.",
  ]);
});
