import { resolve } from "node:path";
import type { documents } from "../../../reports/documents/index.ts";
import { findRun } from "../../store/index.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { keptDecision } from "../gate.ts";
import { printReport } from "../print-report.ts";
import type { AddCommand } from "../program.ts";
import { wholeReport } from "../whole-report.ts";
import { writeDocuments } from "../write-documents.ts";
import { formatOption, whatIsPrinted } from "./options.ts";

interface Flags {
  readonly format: keyof typeof documents;
  readonly out: string;
}

export const addReport: AddCommand = (program, io, finish) => {
  program
    .command("report")
    .description("rebuild every report of a run from its journal, also of one that was cut off")
    .argument("[run]", "run id, folder, journal file, or latest", "latest")
    .option("-f, --format <format>", whatIsPrinted, formatOption, "terminal")
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .addHelpText(
      "after",
      "\nExamples:\n  brownout report latest --format junit > junit.xml\n  brownout report latest --format html > report.html   (it also lies in the run's folder)",
    )
    .action((run: string, flags: Flags) => finish(report(run, flags)));

  async function report(run: string, flags: Flags): Promise<number> {
    const found = findRun(run, resolve(io.cwd, flags.out));
    const { folder } = found;
    const { report: judged, extras } = await wholeReport(found);
    const result = { ...judged, ...keptDecision(folder) };
    try {
      writeDocuments(result, folder, extras);
    } catch (error) {
      // Read-only or full: what was asked for can still be printed.
      io.err(
        `The reports could not be written to ${folder}: ${error instanceof Error ? error.message : String(error)}.\n`,
      );
    }
    printReport(flags.format, result, extras, io);
    return exitCodeOf(result);
  }
};
