import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { findRun } from "../../store/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { type DayFormat, dayFormats, storyOf, writeDay } from "../gameday/write-day.ts";
import type { Io } from "../io.ts";

interface Flags {
  readonly format: DayFormat;
  readonly out: string;
}

const isFormat = (text: string): text is DayFormat => Object.hasOwn(dayFormats, text);
function format(text: string): DayFormat {
  if (isFormat(text)) return text;
  throw new InvalidArgumentError(`It must be ${Object.keys(dayFormats).join(" or ")}.`);
}

/** `brownout gameday report`. */
export function addGamedayReport(parent: Command, io: Io, finish: (code: Promise<number>) => Promise<void>): void {
  parent
    .command("report")
    .description("tell what happened at a game day: the after-action report, from its journal")
    .argument("[run]", "run id, folder, journal file, or latest", "latest")
    .option("-f, --format <format>", "what is printed: markdown or html", format, "markdown")
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    // The options that "gameday" itself has are read there, wherever they stand.
    .action((run: string, _own: unknown, command: Command) => finish(report(run, command.optsWithGlobals<Flags>())));

  async function report(run: string, flags: Flags): Promise<number> {
    const { folder, journal } = findRun(run, resolve(io.cwd, flags.out));
    const story = await storyOf(journal);
    try {
      writeDay(story, folder);
    } catch (error) {
      io.err(
        `The report could not be written to ${folder}: ${error instanceof Error ? error.message : String(error)}.\n`,
      );
    }
    io.out(dayFormats[flags.format].render(story));
    return exitCodes.held;
  }
}
