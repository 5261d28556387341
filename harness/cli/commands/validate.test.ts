import { expect, it } from "vitest";
import { cli, cliHere, project } from "../../testing/child-cli.ts";

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

it.each([
  ["mocks.ts", "export default [\n  1,\n  () => {,\n];\n", /^mocks\.ts:3:1 Cannot load the mocks mocks\.ts: .+\.\n/],
  ["mocks.ts", "export const other = 1;\n", /^mocks\.ts Cannot use the mocks mocks\.ts: its default export/],
  ["mocks.ts", 'import "./nowhere.ts";\n', /^mocks\.ts Cannot load the mocks mocks\.ts: Cannot find module .*nowhere/],
])("says what is wrong with the mocks before anything runs: %s %j", async (file, text, said) => {
  for (const command of ["validate", "run"]) {
    using folder = project({ [file]: text });
    const { code, stderr } = await cli([command, "experiment.yaml"], folder.cwd);
    expect([command, code, stderr]).toEqual([command, 2, expect.stringMatching(said)]);
  }
});
