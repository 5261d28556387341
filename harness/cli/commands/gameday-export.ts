import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { cleanLine } from "../../../reports/text/clean.ts";
import { findRun } from "../../store/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { exportDay } from "../gameday/export-day.ts";
import type { Io } from "../io.ts";

interface Flags {
  readonly runs: string;
  readonly out: string;
  readonly force?: boolean;
}

/** Where experiments are written if nothing is said. */
const usualFolder = "experiments/from-gamedays";

/** `brownout gameday export`. */
export function addGamedayExport(parent: Command, io: Io, finish: (code: Promise<number>) => Promise<void>): void {
  parent
    .command("export")
    .description("turn each fault that was armed into an experiment for the nightly, valid and redacted")
    .argument("[run]", "run id, folder, journal file, or latest", "latest")
    .option("-o, --out <folder>", "where the experiments are written", usualFolder)
    .option("--force", "write over files that are there and say something else")
    .option("--runs <folder>", "where runs are kept", "reports/runs")
    .addHelpText(
      "after",
      "\nExample:\n  brownout gameday export latest --out experiments/from-gamedays && brownout run experiments/from-gamedays",
    )
    .action((run: string, own: Flags) => finish(write(run, { ...own, out: folderOf(parent, own) })));

  async function write(run: string, { runs, out, force = false }: Flags): Promise<number> {
    const { files, left } = await exportDay(findRun(run, resolve(io.cwd, runs)), {
      out: resolve(io.cwd, out),
      cwd: io.cwd,
      force,
    });
    const show = (file: string): string => relative(io.cwd, file) || file;
    for (const { injection, why } of left) io.err(`${cleanLine(injection)}: ${cleanLine(why)}.\n`);
    if (files.length > 0)
      io.out(`${files.map((file) => `${show(file)}\n`).join("")}Run them: brownout run ${files.map(show).join(" ")}\n`);
    else if (left.length === 0) io.out("No fault was armed on that day: there is nothing to export.\n");
    return left.length > 0 ? exitCodes.inconclusive : exitCodes.held;
  }
}

/** "gameday" has an option of the same name, and reads it wherever it stands; its own default is not meant here. */
const folderOf = (parent: Command, own: Pick<Flags, "out">): string =>
  parent.getOptionValueSource("out") === "cli" ? parent.opts<Flags>().out : own.out;
