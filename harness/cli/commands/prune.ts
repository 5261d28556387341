import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { renderPruning } from "../../../reports/documents/pruning.ts";
import { InvalidInput } from "../../domain/diagnostic.ts";
import { compact } from "../../load/compact.ts";
import { namedBaseline, policyName } from "../../load/index.ts";
import { isLocked, listRuns, lockRun, openHistory, planPruning, removeRun, runsRoot } from "../../store/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { importRuns } from "../history/import-runs.ts";
import { policiesOf, prunableRuns } from "../history/prunable-runs.ts";
import { historyFile } from "../history/remember.ts";
import type { AddCommand } from "../program.ts";
import { atLeastOne, collect, span } from "./options.ts";

interface Flags {
  readonly keepFor?: number;
  readonly keepRuns?: number;
  readonly maxSize?: number;
  readonly yes?: boolean;
  readonly out: string;
  readonly db: string;
  readonly baselines: string;
  readonly policy?: readonly string[];
}

export const addPrune: AddCommand = (program, io, finish) => {
  program
    .command("prune")
    .description(
      "remove old runs, but none that a baseline names or that showed a finding first; the history keeps all",
    )
    .option("--keep-for <time>", "runs older than this go, such as 30d", span)
    .option("--keep-runs <n>", "all but the newest n go", atLeastOne)
    .option("--max-size <size>", "the oldest go until the rest is no larger, such as 2GB", size)
    .option("--yes", "remove them; without it they are only named")
    .option("-o, --out <folder>", "where runs are kept", runsRoot)
    .option("--db <file>", "the history, to which runs are added before they go", historyFile)
    .option("--baselines <folder>", "files that name runs which stay", "reports/baselines")
    .option(
      "--policy <file>",
      `a gate's policy whose baseline names a run that stays, beside ${policyName} and those that runs were decided by; may be given again`,
      collect,
    )
    .addHelpText(
      "after",
      `
Examples:
  brownout prune --keep-for 30d                what would go
  brownout prune --keep-for 30d --max-size 2GB --yes`,
    )
    .action((flags: Flags) => finish(prune(flags)));

  async function prune(flags: Flags): Promise<number> {
    const policy = compact({ age: flags.keepFor, runs: flags.keepRuns, bytes: flags.maxSize });
    if (Object.keys(policy).length === 0)
      throw new InvalidInput([
        {
          file: "prune",
          message: "What may stay? Give --keep-for 30d, --keep-runs 50 or --max-size 2GB, or several of them.",
        },
      ]);
    const missing = (flags.policy ?? []).filter((file) => !existsSync(resolve(io.cwd, file)));
    if (missing.length > 0)
      throw new InvalidInput(
        missing.map((file) => ({
          file,
          message:
            "There is no such policy, so that nobody can say which run its baseline names. Name the file of a gate's policy.",
        })),
      );
    const root = resolve(io.cwd, flags.out);
    using history = await openHistory(resolve(io.cwd, flags.db));
    const { left } = await importRuns(root, history, { again: false, told: () => undefined, signal: io.signal });
    const others = left.flatMap(({ shown }) => shown ?? []);
    const files: string[] = [];
    for (const policy of new Set([policyName, ...(flags.policy ?? []), ...policiesOf(others)])) {
      const file = await namedBaseline(policy, io);
      if (file !== undefined) files.push(file);
    }
    const all = prunableRuns(root, {
      known: history.runs(),
      others,
      unreadable: new Set(left.flatMap(({ run, shown }) => (shown === undefined ? [run] : []))),
      baselines: { folder: resolve(io.cwd, flags.baselines), files },
    });
    const planned = planPruning(all, policy, Date.now());
    const going = flags.yes ? planned.filter(removed(root)) : planned;
    io.out(
      renderPruning({ all, going, done: flags.yes === true }, { width: Math.min(io.columns, 140), colour: io.colour }),
    );
    return exitCodes.held;
  }

  /** Removes a run. False: it stays, since somebody has begun to go on with it, which is said. */
  function removed(root: string): (planned: { readonly run: { readonly id: string } }) => boolean {
    const folders = new Map(listRuns(root).map(({ id, folder }) => [id, folder]));
    return ({ run }) => {
      const folder = folders.get(run.id);
      if (folder === undefined) return true;
      try {
        using _alone = lockRun(folder);
        removeRun(folder);
        return true;
      } catch (error) {
        if (!isLocked(folder)) throw error;
        io.err(`${(error as Error).message}\n`);
        return false;
      }
    };
  }
};

const units = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;

/** `500MB`, in bytes, for commander. */
function size(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB)$/i.exec(text) ?? [];
  const factor = units[(unit ?? "").toUpperCase() as keyof typeof units];
  if (number === undefined || factor === undefined)
    throw new InvalidArgumentError("A size is wanted, such as 500MB or 2GB.");
  return Number(number) * factor;
}
