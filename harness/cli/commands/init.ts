import { copyFileSync, existsSync, globSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InvalidInput } from "../../domain/diagnostic.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";

export const addInit: AddCommand = (program, io, finish) => {
  program
    .command("init")
    .description("scaffold a project that works: target, system map, mocks, tasks, three experiments, a CI workflow")
    .argument("[folder]", "where", ".")
    .option("--force", "overwrite files that exist")
    .addHelpText("after", "\nExample:\n  brownout init && brownout run")
    .action((folder: string, flags: { force?: boolean }) => finish(init(folder, flags.force === true)));

  async function init(folder: string, force: boolean): Promise<number> {
    const from = templates();
    const to = resolve(io.cwd, folder);
    const files = globSync("**/*", { cwd: from, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(from, join(entry.parentPath, entry.name)))
      .map((path) => ({ path, shown: shown(path) }))
      .sort((a, b) => (a.shown < b.shown ? -1 : 1));
    const taken = force ? [] : files.filter((file) => existsSync(join(to, file.shown)));
    if (taken.length > 0) {
      throw new InvalidInput(
        taken.map((file) => ({
          file: join(folder, file.shown),
          message: "exists already. Move it away, choose another folder, or say --force.",
        })),
      );
    }
    for (const file of files) {
      const path = join(to, file.shown);
      mkdirSync(dirname(path), { recursive: true });
      copyFileSync(join(from, file.path), path);
      io.out(`  ${join(folder, file.shown)}\n`);
    }
    io.out(`\nNext:\n${nextSteps(folder, to)}`);
    return exitCodes.held;
  }
};

function nextSteps(folder: string, to: string): string {
  const steps: readonly (readonly [string, string])[] = [
    ...(folder === "." ? [] : [[`cd ${folder}`, ""] as const]),
    ...(isInstalled(to) ? [] : [["npm install --save-dev brownout", "the files import it"] as const]),
    ["npx brownout run", "two experiments hold; stale-docs breaks on purpose, and so the exit code is 1"],
    ["npx brownout plan", "what they inject, without running"],
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  const list = steps.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`.trimEnd()).join("\n");
  return `${list}

stale-docs shows what a broken experiment looks like: the example agent repeats an outdated policy without a warning.
brownout/README.md says how to mend that, and how to put your own agent in the example's place.
`;
}

function isInstalled(folder: string): boolean {
  try {
    createRequire(join(folder, "package.json")).resolve("brownout/package.json");
    return true;
  } catch {
    return false;
  }
}

/** npm leaves some dot files out of a package, so the templates spell a leading dot as `dot-`. */
const shown = (file: string): string => file.replace(/(^|[/\\])dot-/g, "$1.");

/** Built and unbuilt programs lie at different depths. */
function templates(): string {
  for (const up of ["../../../templates", "../../../../templates"]) {
    const path = fileURLToPath(new URL(up, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error("The package is incomplete: its templates folder is missing. Install brownout again.");
}
