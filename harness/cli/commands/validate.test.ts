import { expect, it } from "vitest";
import { cliHere, project } from "../../testing/child-cli.ts";

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
