import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleExperiment } from "../../../reports/testing/sample-experiment.ts";
import type { Experiment, TargetSpec } from "../../domain/experiment.ts";
import { project } from "../../testing/child-cli.ts";
import type { Files } from "../../testing/small-project.ts";
import { filesOf } from "./plan-files.ts";
import { runPlan } from "./run-plan.ts";

const sample = sampleExperiment();

function named(files: Files, ask: (cwd: string) => Partial<Experiment["target"]>, tasks: Experiment["tasks"] = []) {
  using at = project(files);
  const { target } = sample;
  return filesOf({ ...sample, tasks, target: { ...target, ...ask(at.cwd) } }, at.cwd);
}
const started =
  (...command: string[]) =>
  (cwd: string): Partial<Experiment["target"]> => ({
    spec: { kind: "command", command, cwd, environment: {} } satisfies TargetSpec,
  });

test("files of one name are told apart, and by where they lie in the project", () => {
  const files = { "a/main.py": "1", "b/main.py": "2" };
  expect(named(files, started("python3", "a/main.py", "b/main.py"))).toMatchObject({
    "the file a/main.py": "1",
    "the file b/main.py": "2",
  });
});

test("a program that lies in the project is looked at, and one of PATH is not", () => {
  const files = { "agent.sh": "x", node: "not Node" };
  expect(named(files, started("./agent.sh"))).toMatchObject({ "the file agent.sh": "x" });
  expect(named(files, started("node", "agent.sh"))).not.toHaveProperty("the file node");
});

test("folders: what a program begins with, and the whole of a corpus", () => {
  const files = { "agent/index.js": "x", "agent/state.db": "y", "known/a.md": "a", "known/deep/b.md": "b" };
  const ask = (cwd: string): Partial<Experiment["target"]> => ({
    ...started("node", "./agent")(cwd),
    map: {
      ...sample.target.map,
      dependencies: [
        {
          name: "kb",
          url: "http://kb.test",
          alsoAt: [],
          dimension: "knowledge-base",
          options: {},
          boundary: "retrieval",
          protocol: "chroma",
          corpus: join(cwd, "known"),
        },
      ],
    },
  });
  expect(named(files, ask)).toEqual({
    "the file agent/index.js": "x",
    "the file known/a.md": "a",
    "the file known/deep/b.md": "b",
  });
});

test("lines on which a task names its tools have no say in the plan", () => {
  const [task] = sample.tasks;
  if (task === undefined) throw new Error("the sample has a task");
  const parts = (changes: Partial<typeof task>) =>
    runPlan([{ experiment: { ...sample, tasks: [{ ...task, ...changes }] }, trials: [] }], "/x", undefined).experiments;
  expect(parts({ at: { get_order: "t.yaml:9:4" } })).toEqual(parts({ at: { get_order: "t.yaml:10:4" } }));
  expect(parts({ prompt: "?!" })).not.toEqual(parts({}));
});
