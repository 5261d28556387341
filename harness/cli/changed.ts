import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { counted } from "../../reports/text/figures.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import type { Experiment } from "../domain/experiment.ts";
import { touchedBy } from "../load/index.ts";
import type { Io } from "./io.ts";

const call = promisify(execFile);
/** Selected experiments that are named with their reason; more are counted. */
const named = 12;

/**
 * The experiments that a change since a revision of git concerns, those of files that are not committed included; says which and
 * why. If none is concerned all are given: nothing run is nothing shown.
 * @throws {InvalidInput} if git does not know the revision.
 */
export async function changedSince(
  experiments: readonly Experiment[],
  revision: string,
  io: Pick<Io, "cwd" | "err">,
): Promise<readonly Experiment[]> {
  const changed = await changedFiles(revision, io.cwd);
  const touched = touchedBy(experiments, changed, io.cwd);
  const since = `since ${revision} (${counted(changed.length, "file")} changed)`;
  if (touched.length === 0) {
    io.err(`Nothing that an experiment rests on has changed ${since}: all ${experiments.length} are run.\n`);
    return experiments;
  }
  io.err(`${touched.length} of ${counted(experiments.length, "experiment")} concerned by what changed ${since}:\n`);
  for (const { experiment, why } of touched.slice(0, named)) io.err(`  ${experiment.id}  ${why}\n`);
  if (touched.length > named) io.err(`  and ${touched.length - named} more\n`);
  return touched.map(({ experiment }) => experiment);
}

async function changedFiles(revision: string, cwd: string): Promise<readonly string[]> {
  const git = async (...args: string[]): Promise<readonly string[]> => {
    const { stdout } = await call("git", args, { cwd, maxBuffer: 64 * 1024 * 1024 });
    return stdout.split("\0").filter((line) => line !== "");
  };
  try {
    const [root = cwd] = (await git("rev-parse", "--show-toplevel")).map((line) => line.trim());
    // What was renamed is two files: the old one was needed too.
    const known = await git("diff", "--name-only", "--no-renames", "-z", "--end-of-options", revision, "--");
    const fresh = await git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/");
    return [...new Set([...known, ...fresh])].map((path) => resolve(root, path));
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
