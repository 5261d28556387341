import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { renderHistory } from "../../../reports/documents/history.ts";
import { InvalidInput } from "../../domain/diagnostic.ts";
import { catalogue } from "../../judge/index.ts";
import { compact } from "../../load/compact.ts";
import { historyReport } from "../../score/index.ts";
import { openHistory, runsRoot } from "../../store/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { importRuns } from "../history/import-runs.ts";
import { checkNames, momentOf, narrow } from "../history/narrow.ts";
import { historyFile } from "../history/remember.ts";
import type { AddCommand } from "../program.ts";
import { atLeastOne } from "./options.ts";

interface Flags {
  readonly db: string;
  readonly experiment?: string;
  readonly finding?: string;
  readonly since?: string;
  readonly limit: number;
  readonly falseAlarms: number;
  readonly format: string;
}

interface ImportFlags {
  readonly db: string;
  readonly out: string;
  readonly again?: boolean;
}

export const addHistory: AddCommand = (program, io, finish) => {
  const command = program
    .command("history")
    .description("what has changed from run to run: new findings, rates that rose or fell, trends, flaky experiments")
    .option("--db <file>", "the history", historyFile)
    .option("-e, --experiment <id>", "only this experiment")
    .option("--finding <code>", "only this finding")
    .option("--since <when>", "only runs since a day (2026-11-01) or so long (14d)")
    .option("-n, --limit <n>", "runs in the table, the newest", atLeastOne, 10)
    .option("--false-alarms <share>", "after how many runs without a change one may be said", share, 0.01)
    .option("-f, --format <format>", "what is printed: text or json", "text")
    .addHelpText(
      "after",
      `
Examples:
  brownout history
  brownout history --experiment shared-fate/retry-storm --since 30d
  brownout history --finding retry-storm
  brownout history import                      add the runs that are in reports/runs`,
    )
    .action((flags: Flags) => finish(show(flags)));
  command
    .command("import")
    .description("add the runs that lie in a folder and are not in the history yet")
    .option("-o, --out <folder>", "where runs are kept", runsRoot)
    .option("--again", "also those that are in the history already: they are judged anew")
    .action((_: unknown, own: { optsWithGlobals(): ImportFlags }) => finish(take(own.optsWithGlobals())));

  async function show(flags: Flags): Promise<number> {
    const { format, limit, falseAlarms, experiment, finding } = flags;
    if (format !== "text" && format !== "json")
      throw new InvalidInput([{ file: "--format", message: `There is no format "${format}": text or json.` }]);
    const since = flags.since === undefined ? undefined : momentOf(flags.since, Date.now());
    if (flags.since !== undefined && since === undefined)
      throw new InvalidInput([
        { file: "--since", message: `"${flags.since}" is no time. A day (2026-11-01) or so long ago (14d) is wanted.` },
      ]);
    using history = await openHistory(resolve(io.cwd, flags.db), { existing: true });
    const report = historyReport(history.runs(), { falseAlarms, codes: Object.keys(catalogue).length });
    const narrowing = compact({ experiment, finding, since });
    checkNames(report, narrowing);
    const asked = narrow(report, narrowing);
    io.out(
      format === "json"
        ? `${JSON.stringify(asked, undefined, 2)}\n`
        : renderHistory(asked, {
            width: Math.min(io.columns, 140),
            colour: io.colour,
            runs: limit,
            inFull: experiment !== undefined,
          }),
    );
    return exitCodes.held;
  }

  async function take({ db, out, again = false }: ImportFlags): Promise<number> {
    using history = await openHistory(resolve(io.cwd, db));
    const { added, known, left } = await importRuns(resolve(io.cwd, out), history, {
      again,
      signal: io.signal,
      told: ({ id }) => io.isTTY && io.err(`reading ${id}\n`),
    });
    for (const { why } of left) io.err(`Left out: ${why}\n`);
    io.out(`${added} added to ${db}, ${known} known already, ${left.length} left out.\n`);
    return exitCodes.held;
  }
};

/** A share above 0 and below 1, for commander. */
function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("A share between 0 and 1 is wanted, such as 0.01.");
  return value;
}
