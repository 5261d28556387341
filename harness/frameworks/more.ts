import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";

/** Frameworks that are installed for this command alone. */
export const moreFolder = join("fixtures", "frameworks", "more");

/** Installs them as their lock file says, if they are not there. @throws Error if that fails. */
export function installMore(root: string): void {
  if (existsSync(join(root, moreFolder, "node_modules"))) return;
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", moreFolder], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`Cannot install ${moreFolder}: npm ci ended with code ${status}.`);
}

export const moreTargets = (root: string): readonly string[] =>
  globSync(join(moreFolder, "*", "target.yaml"), { cwd: root }).sort();

const manifest = z.object({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
});
const read = (file: string) => manifest.parse(JSON.parse(readFileSync(file, "utf8")));

/** `name version` of what a folder's package depends on, as installed. */
export function versionsIn(folder: string): readonly string[] {
  const require = createRequire(join(folder, "package.json"));
  return Object.keys(read(join(folder, "package.json")).dependencies).map((name) => {
    const paths = require.resolve.paths(name) ?? [];
    const found = paths.map((path) => join(path, name, "package.json")).find((file) => existsSync(file));
    return `${name} ${found === undefined ? "not installed" : (read(found).version ?? "of no version")}`;
  });
}
