import type { documents } from "../../../reports/documents/index.ts";
import { compact } from "../../load/compact.ts";
import { runsRoot } from "../../store/index.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { historyFile, historyOf, remember } from "../history/remember.ts";
import { pathForPeople } from "../path-for-people.ts";
import { printReport } from "../print-report.ts";
import type { AddCommand } from "../program.ts";
import { mergeShards } from "../run/merge-shards.ts";
import { formatOption, whatIsPrinted } from "./options.ts";

interface Flags {
  readonly format: keyof typeof documents;
  readonly out: string;
  readonly history: boolean;
  readonly db?: string;
}

export const addMerge: AddCommand = (program, io, finish) => {
  program
    .command("merge")
    .description("make one run of all shards of one, and judge it as if it had been run at once")
    .argument("<runs...>", "the shards: run ids, folders or journal files")
    .option("-f, --format <format>", whatIsPrinted, formatOption, "terminal")
    .option("-o, --out <folder>", "where runs are kept", runsRoot)
    .option("--db <file>", `history that the run is added to (default: ${historyFile})`)
    .option("--no-history", "do not add the run to the history")
    .addHelpText("after", "\nExample:\n  brownout merge shards/*")
    .action((runs: string[], flags: Flags) => finish(merge(runs, flags)));

  async function merge(runs: string[], flags: Flags): Promise<number> {
    const { format, out } = flags;
    const history = historyOf(flags, runsRoot, io.cwd);
    const { report, extras, folder, entry } = await mergeShards(runs, { out, ...compact({ history }) }, io);
    await remember(entry, history, io);
    printReport(format, report, extras, io);
    if (format === "terminal") io.out(`\nJournal and reports: ${pathForPeople(io, folder)}\n`);
    return exitCodeOf(report);
  }
};
