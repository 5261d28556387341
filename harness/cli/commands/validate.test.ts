import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cli, cliHere, project } from "../../testing/child-cli.ts";
import { small } from "../../testing/small-project.ts";

const map = `dependencies:
  orders: { boundary: tool, protocol: http-json, url: "https://orders.example.com" }
`;

it.each([
  [["experiment.yaml"], /^1 experiment is valid: \d+ trials planned\.\n$/],
  [["experiment.yaml", "maps"], /^1 experiment and 2 system maps are valid: \d+ trials planned\.\n$/],
  [["maps/a.yaml"], /^1 system map is valid\.\n$/],
  [["maps"], /^2 system maps are valid\.\n$/],
])("says what is valid: %j", async (paths, said) => {
  using folder = project({ "maps/a.yaml": map, "maps/b.yaml": map });
  const { code, stdout } = await cliHere(["validate", ...paths], folder.cwd);
  expect([code, stdout]).toEqual([0, expect.stringMatching(said)]);
});

it("says which script of a command is not there", async () => {
  using folder = project({
    "other.yaml": small["command.yaml"].replace("command.ts", "comand.ts"),
    "experiment.yaml": small["experiment.yaml"].replace("target: target.yaml", "target: other.yaml"),
  });
  for (const command of ["validate", "run"]) {
    const { code, stderr } = await cliHere([command, "experiment.yaml"], folder.cwd);
    expect([code, stderr]).toEqual([
      2,
      'other.yaml Cannot find what the command runs: there is no file comand.ts. Did you mean "command.ts"?\n',
    ]);
  }
});

it.each([
  ["mocks.ts", "export default [\n  1,\n  () => {,\n];\n", /^mocks\.ts:3:\d+ Cannot load the mocks mocks\.ts: .+\.\n/],
  ["mocks.ts", "export default [];\nexport const x: number[] = [1, 2: 3];\n", /^mocks\.ts:2:33 Cannot load the mocks/],
  ["mocks.ts", "export const other = 1;\n", /^mocks\.ts Cannot use the mocks mocks\.ts: its default export/],
  ["mocks.ts", 'import "./nowhere.ts";\n', /^mocks\.ts Cannot load the mocks mocks\.ts: Cannot find module .*nowhere/],
])("says what is wrong with the mocks before anything runs: %s %j", async (file, text, said) => {
  for (const command of ["validate", "run"]) {
    using folder = project({ [file]: text });
    const { code, stderr } = await cli([command, "experiment.yaml"], folder.cwd);
    expect([command, code, stderr]).toEqual([command, 2, expect.stringMatching(said)]);
  }
});

it("checks suites below a folder and the policy beside it, all at once, before anything runs", async () => {
  const policy = `scores:
  - answer-correctness: { atLeast: 0.9, in: { dependency: ordres } }
  - answer-correctness: { atLeast: 0.9, in: { experiment: other } }
waivers:
  - { code: broken, experiment: otehr, owner: x, reason: y, expires: 2099-12-31 }
`;
  const experiment = small["experiment.yaml"].replaceAll(/: (\w+\.yaml)/g, ": ../$1");
  const files = {
    "experiments/asked.yaml": experiment,
    "experiments/suites/night.yaml": "title: N\nexperiments: [../asked.yaml, ../nowhere.yaml]\nrepeat: 5\n",
    "gate.yaml": policy,
  };
  using folder = project(files);
  const { code, stderr } = await cliHere(["validate"], folder.cwd);
  expect(code).toBe(2);
  for (const said of [
    /^experiments\/suites\/night\.yaml:2:\d+ No experiment file matches "\.\.\/nowhere\.yaml"/m,
    /^experiments\/suites\/night\.yaml:3:1 Unknown key "repeat"\. Did you mean "repeats"\?/m,
    /^gate\.yaml:3:5 There is no experiment "other"\./m,
    /^gate\.yaml:5:5 There is no experiment "otehr"\./m,
  ])
    expect(stderr).toMatch(said);

  const gate = await cliHere(["gate", "experiments/asked.yaml"], folder.cwd);
  expect([gate.code, existsSync(join(folder.cwd, "reports"))]).toEqual([2, false]);
  expect(gate.stderr).toContain('gate.yaml:2:5 No target has a dependency "ordres". Did you mean "orders"?');
  expect(gate.stderr).toMatch(/^gate\.yaml:2:5 .*\n.*gate\.yaml:3:5 .*\n.*gate\.yaml:5:5 /m);
});

it("says what is valid of each kind, and lets a policy name experiments that are not run", async () => {
  using folder = project({
    "experiments/asked.yaml": small["experiment.yaml"].replaceAll(/: (\w+\.yaml)/g, ": ../$1"),
    "experiments/suites/night.yaml": "title: N\nexperiments: [../asked.yaml]\n",
    "gate.yaml":
      "experiments: { broken: 9, inconclusive: 9 }\nwaivers:\n  - { code: broken, experiment: experiment, owner: x, reason: y, expires: 2099-12-31 }\n",
  });
  expect((await cliHere(["validate"], folder.cwd)).stdout).toMatch(
    /^1 experiment, 1 suite and 1 gate policy are valid: \d+ trials planned\.\n$/,
  );
});
