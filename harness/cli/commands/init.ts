import { cpSync, existsSync, globSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InvalidInput } from "../../domain/diagnostic.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";

export const addInit: AddCommand = (program, io, finish) => {
  program
    .command("init")
    .description(
      "scaffold a project that works: agent, target, system map, mocks, tasks, three experiments, a CI workflow",
    )
    .argument("[folder]", "where", ".")
    .option("--force", "overwrite files that exist")
    .addHelpText("after", "\nExample:\n  brownout init && brownout run")
    .action((folder: string, flags: { force?: boolean }) => finish(init(folder, flags.force === true)));

  async function init(folder: string, force: boolean): Promise<number> {
    const from = templates();
    const to = resolve(io.cwd, folder);
    const files = globSync("**/*", { cwd: from, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1))
      .sort();
    const taken = force ? [] : files.filter((file) => existsSync(join(to, shown(file))));
    if (taken.length > 0) {
      throw new InvalidInput(
        taken.map((file) => ({
          file: join(folder, shown(file)),
          message: "exists already. Move it away, choose another folder, or say --force.",
        })),
      );
    }
    for (const file of files) {
      mkdirSync(dirname(join(to, file)), { recursive: true });
      cpSync(join(from, file), join(to, file), { force: true });
      if (shown(file) !== file) {
        mkdirSync(dirname(join(to, shown(file))), { recursive: true });
        renameSync(join(to, file), join(to, shown(file)));
      }
      io.out(`  ${shown(file)}\n`);
    }
    io.out(
      `\nNext:\n  npx brownout run        three experiments against the example agent\n  npx brownout plan       what they inject, without running\nThen put your own agent into target.yaml and what it calls into system-map.yaml.\n`,
    );
    return exitCodes.held;
  }
};

/** npm drops dot files' folders from some packs, so templates spell a leading dot as `dot-`. */
const shown = (file: string): string => file.replace(/(^|\/)dot-/g, "$1.");

function templates(): string {
  for (const up of ["../../../templates", "../../../../templates"]) {
    const path = fileURLToPath(new URL(up, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error("The package is incomplete: its templates folder is missing. Install brownout again.");
}
