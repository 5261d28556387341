import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { InvalidInput } from "../domain/diagnostic.ts";

const call = promisify(execFile);

/** By absolute path. */
export interface ChangedFiles {
  /** Known to git: other than at the revision, or gone. */
  readonly known: readonly string[];
  /** Neither known to git nor ignored. */
  readonly fresh: readonly string[];
}

/** What git says has changed since a revision. @throws {InvalidInput} if it does not know the revision, or is not there. */
export async function changedFiles(revision: string, cwd: string): Promise<ChangedFiles> {
  const git = async (...args: string[]): Promise<readonly string[]> => {
    const { stdout } = await call("git", args, { cwd, maxBuffer: 64 * 1024 * 1024 });
    return stdout.split("\0").filter((line) => line !== "");
  };
  try {
    const [root = cwd] = (await git("rev-parse", "--show-toplevel")).map((line) => line.trim());
    // What was renamed is two files: the old one was needed too.
    const known = await git("diff", "--name-only", "--no-renames", "-z", "--end-of-options", revision, "--");
    const fresh = await git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/");
    const below = (path: string): string => resolve(root, path);
    return { known: known.map(below), fresh: fresh.filter((path) => !known.includes(path)).map(below) };
  } catch (error) {
    // Of a git that is not there nothing is said on stderr.
    const said = (error as { stderr?: string }).stderr?.trim().split("\n", 1)[0] || (error as Error).message;
    throw new InvalidInput([
      {
        file: "--changed-since",
        message: `Cannot ask git what changed since "${revision}": ${said}. In CI fetch it first, for example "git fetch origin main", and give "origin/main".`,
      },
    ]);
  }
}
