import { documents } from "../../../reports/documents/index.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { pathForPeople } from "../path-for-people.ts";
import type { AddCommand } from "../program.ts";
import { mergeShards } from "../run/merge-shards.ts";
import { formatOption } from "./options.ts";

interface Flags {
  readonly format: keyof typeof documents;
  readonly out: string;
}

export const addMerge: AddCommand = (program, io, finish) => {
  program
    .command("merge")
    .description("make one run of all shards of one, and judge it as if it had been run at once")
    .argument("<runs...>", "the shards: run ids, folders or journal files")
    .option("-f, --format <format>", "what is printed: terminal, markdown, json or junit", formatOption, "terminal")
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .addHelpText("after", "\nExample:\n  brownout merge shards/*")
    .action((runs: string[], flags: Flags) => finish(merge(runs, flags)));

  async function merge(runs: string[], { format, out }: Flags): Promise<number> {
    const { report, folder } = await mergeShards(runs, out, io);
    io.out(documents[format].render(report, { width: Math.min(io.columns, 140), colour: io.colour }));
    if (format === "terminal") io.out(`\nJournal and reports: ${pathForPeople(io, folder)}\n`);
    return exitCodeOf(report);
  }
};
