import { resolve } from "node:path";
import type { documents } from "../../../reports/documents/index.ts";
import { loadHypothesis } from "../../load/index.ts";
import { findRun } from "../../store/index.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { printReport } from "../print-report.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";
import { wholeReport } from "../whole-report.ts";
import { formatOption, whatIsPrinted } from "./options.ts";

interface Flags {
  readonly hypothesis?: string;
  readonly format: keyof typeof documents;
  readonly out: string;
}

export const addJudge: AddCommand = (program, io, finish) => {
  program
    .command("judge")
    .description("judge a stored run again, also by other claims; nothing is run and nothing is written")
    .argument("[run]", "run id, folder, journal file, or latest", "latest")
    .option(
      "-y, --hypothesis <file>",
      "an experiment file, or one with only `hypothesis:`, whose claims are to be judged",
    )
    .option("-f, --format <format>", whatIsPrinted, formatOption, "terminal")
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .addHelpText(
      "after",
      `
Claims of an experiment file go for the experiment of the same id or title; a file with only \`hypothesis:\` goes for all.
Example:
  brownout judge latest --hypothesis stricter.yaml`,
    )
    .action((run: string, flags: Flags) => finish(judge(run, flags)));

  async function judge(run: string, flags: Flags): Promise<number> {
    const hypothesis =
      flags.hypothesis === undefined ? undefined : await loadHypothesis(flags.hypothesis, registry, { cwd: io.cwd });
    const found = findRun(run, resolve(io.cwd, flags.out));
    const { report, extras } = await wholeReport(found, hypothesis === undefined ? {} : { hypothesis });
    printReport(flags.format, report, extras, io);
    return exitCodeOf(report);
  }
};
