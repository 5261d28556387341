import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Io } from "./io.ts";

/** Where the current folder lies in its repository of git, with slashes; empty: it is the repository's own, or in none. */
export function belowRepository({ cwd }: Pick<Io, "cwd">): string {
  const here = resolve(cwd);
  for (let folder = here; ; folder = dirname(folder)) {
    // A file in worktrees and submodules.
    if (existsSync(join(folder, ".git"))) return relative(folder, here).split(sep).join("/");
    if (folder === dirname(folder)) return "";
  }
}
