import { join } from "node:path";
import { expect, test } from "vitest";
import { project } from "../testing/child-cli.ts";
import { tooOld } from "./too-old.ts";

const said = (kept: string | undefined, ...words: string[]): string => {
  using at = project(kept === undefined ? {} : { "node_modules/node/package.json": JSON.stringify({ version: kept }) });
  return tooOld(24, "20.20.2", join(at.cwd, "node_modules", ".bin", "brownout"), words);
};

test("where the project keeps a Node that is new enough, the command that takes it is told", () => {
  expect(said("24.21.0", "run", "my exp.yaml")).toBe(
    "brownout needs Node 24 or newer, and this is 20.20.2. The project keeps Node 24.21.0, and npx takes that one: npx brownout run 'my exp.yaml'\n",
  );
});

test.each([[undefined], ["22.1.0"]])("where it keeps none that is, it is told how to keep one: %s", (kept) => {
  expect(said(kept, "run")).toMatch(/keep one in the project: npm install --save-dev node@24\n$/);
});
