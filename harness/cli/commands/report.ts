import { resolve } from "node:path";
import { documents } from "../../../reports/documents/index.ts";
import { findRun } from "../../store/index.ts";
import { analyse } from "../analyse.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { keptDecision } from "../gate.ts";
import type { AddCommand } from "../program.ts";
import { writeDocuments } from "../write-documents.ts";
import { formatOption } from "./options.ts";

interface Flags {
  readonly format: keyof typeof documents;
  readonly out: string;
}

export const addReport: AddCommand = (program, io, finish) => {
  program
    .command("report")
    .description("rebuild every report of a run from its journal, also of one that was cut off")
    .argument("[run]", "run id, folder, journal file, or latest", "latest")
    .option("-f, --format <format>", "what is printed: terminal, markdown, json or junit", formatOption, "terminal")
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .addHelpText("after", "\nExample:\n  brownout report latest --format junit > junit.xml")
    .action((run: string, flags: Flags) => finish(report(run, flags)));

  async function report(run: string, flags: Flags): Promise<number> {
    const { folder, journal } = findRun(run, resolve(io.cwd, flags.out));
    const result = { ...(await analyse(journal)), ...keptDecision(folder) };
    try {
      writeDocuments(result, folder);
    } catch (error) {
      // Read-only or full: what was asked for can still be printed.
      io.err(
        `The reports could not be written to ${folder}: ${error instanceof Error ? error.message : String(error)}.\n`,
      );
    }
    io.out(documents[flags.format].render(result, { width: Math.min(io.columns, 140), colour: io.colour }));
    return exitCodeOf(result);
  }
};
