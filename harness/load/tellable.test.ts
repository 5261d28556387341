import { expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const beside = (target: string) =>
  project({
    ...changed(
      "experiments/stale.yaml",
      "hypothesis:",
      "bystanders: { from: ../tasks/support.yaml, tags: [orders] }\nhypothesis:",
    ),
    "agents/target.yaml": `name: desk\n${target}\nsystemMap: ../system-map.yaml\n`,
  });
const server = "kind: http\nurl: http://127.0.0.1:1";

test.each([
  [server, 'does not say that the agent hands "baggage" on. Let it do so and set "propagates: true"'],
  [
    "kind: browser\nurl: http://127.0.0.1:1",
    'does not say that the agent hands "baggage" on. Let it do so and set "propagates: true"',
  ],
  ["kind: command\ncommand: node x\nprocess: shared", "has one process for many tasks. Let each have its own"],
])("bystanders of %j are refused where they stand", async (target, why) => {
  await using at = await beside(target);
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    `experiments/stale.yaml:9:1 Cannot tell the calls of bystanders apart: agents/target.yaml ${why}, or leave the bystanders out.`,
  ]);
});

test("bystanders whose calls are told apart are asked, and so is such a target alone", async () => {
  for (const target of [
    `${server}\npropagates: true`,
    "kind: command\ncommand: node x",
    "kind: module\nmodule: ./agent.ts",
  ]) {
    await using at = await beside(target);
    expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
  }
  await using at = await project({
    ...changed("experiments/stale.yaml", "repeats: 3", "repeats: 2"),
    "agents/target.yaml": `name: desk\n${server}\nsystemMap: ../system-map.yaml\n`,
  });
  expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
});
