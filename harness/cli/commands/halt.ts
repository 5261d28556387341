import { userInfo } from "node:os";
import { resolve } from "node:path";
import { findRun, isLocked, listRuns, type RunFolder } from "../../store/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { readControl } from "../gameday/control-file.ts";
import { haltDay } from "../gameday/halt-day.ts";
import type { AddCommand } from "../program.ts";

interface Flags {
  readonly reason: string;
  readonly by?: string;
  readonly run?: string;
  readonly out: string;
}

export const addHalt: AddCommand = (program, io, finish) => {
  program
    .command("halt")
    .description("turn all faults of a running game day off, at once")
    .option("--reason <words>", "why, for the journal", "no reason given")
    .option("--by <name>", "who (default: your user's name)")
    .option("--run <run>", "only this run (default: every game day that runs)")
    .option("-o, --out <folder>", "where the journals are kept", "reports/runs")
    .action((flags: Flags) => finish(halt(flags)));

  async function halt({ reason, by = userName(), run, out }: Flags): Promise<number> {
    const root = resolve(io.cwd, out);
    const runs = run === undefined ? listRuns(root) : [findRun(run, root)];
    const running = runs.filter(isRunning);
    if (running.length === 0) {
      io.err(
        `No game day is running ${run === undefined ? `in ${out}` : `as ${run}`}: there is nothing to halt. If it was begun elsewhere, name the folder of its runs with --out.\n`,
      );
      return exitCodes.invalid;
    }
    const halted = await Promise.all(running.map((one) => haltDay(one.folder, by, reason)));
    for (const [index, how] of halted.entries()) {
      const { id } = running[index] ?? { id: "" };
      if (how.done) io.out(`${id}: all faults are off (by ${how.way}, ${Math.round(how.ms)} ms).\n`);
      else io.err(`${id}: it did not answer within ${Math.round(how.ms)} ms. End it: kill -9 ${how.pid}\n`);
    }
    return halted.every(({ done }) => done) ? exitCodes.held : exitCodes.cannotRun;
  }
};

const isRunning = ({ folder }: RunFolder): boolean => readControl(folder) !== undefined && isLocked(folder);

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "somebody";
  }
}
