import { expect, it } from "vitest";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleReport, sampleResult } from "../testing/sample-result.ts";
import { reproduceCommand } from "./reproduce.ts";

const again = (...command: string[]): string => {
  const result = sampleResult({ experiment: sampleExperiment({ file: "stale.yaml", repeats: 20, seed: "7" }) });
  return reproduceCommand(sampleReport([result], { command: ["brownout", ...command] }), result);
};

it.each([
  ["--policy", "gate.yaml"],
  ["--dependency", "orders.json"],
  ["--gateway", "--policy=ci/gate.yaml"],
])("takes no value of an option for a file of its own: %s %s", (...more) => {
  expect(again("gate", "stale.yaml", ...more)).toBe(
    `brownout run stale.yaml${more[0] === "--gateway" ? " --gateway" : ""}`,
  );
});

it("says what a suite may have set, wherever it stands among the words", () => {
  for (const words of [
    ["suite.yaml", "--policy", "gate.yaml"],
    ["--recheck", "suite.yaml"],
  ])
    expect(again("gate", ...words)).toMatch(/^brownout run stale\.yaml --target \S+ --repeats 20 --seed 7$/);
  expect(again("run", "suite.yaml", "--repeats", "3")).toMatch(/ --repeats 3 --target \S+ --seed 7$/);
});
