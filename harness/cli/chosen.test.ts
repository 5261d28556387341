import { expect, test } from "vitest";
import { choiceOf, commandOf } from "./chosen.ts";

test("the command that a report names asks for the same run", () => {
  const flags = {
    target: ["a.yaml", "b.yaml"],
    repeats: 3,
    seed: "7",
    tag: ["smoke"],
    dimension: ["tools" as const],
    failureMode: ["shared-fate" as const],
    dependency: ["orders"],
    changedSince: "origin/main",
    concurrency: 4,
  };
  expect(commandOf("gate", choiceOf(["one", "two"], flags), ["--policy", "p.yaml"]).join(" ")).toBe(
    "brownout gate one two --target a.yaml --target b.yaml --repeats 3 --seed 7 --tag smoke --dimension tools " +
      "--failure-mode shared-fate --dependency orders --changed-since origin/main --policy p.yaml",
  );
  expect(commandOf("run", choiceOf(["experiments"], {}), [])).toEqual(["brownout", "run", "experiments"]);
});
