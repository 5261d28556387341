import type { Command } from "commander";
import type { documents } from "../../../reports/documents/index.ts";
import type { RunSettings, Shard } from "../../domain/run-plan.ts";
import { compact } from "../../load/compact.ts";
import { runsRoot } from "../../store/index.ts";
import { type ChoiceFlags, choiceOf, chosen, commandOf, routeOf } from "../chosen.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { databaseFiles, historyFile, historyOf, remember } from "../history/remember.ts";
import { signalOf } from "../io.ts";
import { pathForPeople } from "../path-for-people.ts";
import { type FinishedRun, performRun } from "../perform-run.ts";
import { printReport } from "../print-report.ts";
import type { AddCommand } from "../program.ts";
import { resumeRun } from "../run/resume-run.ts";
import { addChoice } from "./choice-options.ts";
import { formatOption, isGiven, shardOption, whatIsPrinted } from "./options.ts";
import { refuseBesideResume } from "./refuse-beside-resume.ts";

interface Flags extends ChoiceFlags {
  readonly only?: string;
  readonly shard?: Shard;
  readonly resume?: string;
  readonly out: string;
  readonly history: boolean;
  readonly db?: string;
  readonly haltFile?: string;
  readonly format: keyof typeof documents;
  readonly quiet?: boolean;
}

export const addRun: AddCommand = (program, io, finish) => {
  const command = program
    .command("run")
    .description("run experiments against their targets and print the scorecard")
    .argument("[paths...]", "experiment or suite files, folders or globs", ["experiments"]);
  addChoice(command)
    .option("--only <trial>", "only this trial, or all whose id begins so, with their control twins")
    .option(
      "--shard <i/n>",
      "only the i-th of n parts, control and treatment together; brownout merge makes one run of them",
      shardOption,
    )
    .option("--resume <run>", "go on with a run that was cut off (run id, folder or latest), as it was begun")
    .option("-o, --out <folder>", "where runs are kept", runsRoot)
    .option("--db <file>", `history that the run is added to (default: ${historyFile})`)
    .option("--no-history", "do not add the run to the history")
    .option("--halt-file <file>", "no fault fires, and the run ends as aborted, once this file exists")
    .option("-f, --format <format>", whatIsPrinted, formatOption, "terminal")
    .option("-q, --quiet", "no progress")
    .addHelpText(
      "after",
      `
Examples:
  brownout run experiments/incorrect-response
  brownout run experiments --target fixtures/agents/fragile/target.yaml --tag smoke
  brownout run stale.yaml --repeats 20 --format markdown > comment.md
  brownout run --resume latest
  brownout run experiments --shard 2/4`,
    )
    .action((paths: string[], flags: Flags, command: Command) =>
      finish(flags.resume === undefined ? begin(paths, flags) : goOn(flags.resume, flags, command)),
    );

  async function begin(paths: string[], flags: Flags): Promise<number> {
    const choice = choiceOf(paths, flags);
    const history = historyOf(flags, runsRoot, io.cwd);
    const { experiments, budget, concurrency, programs, unplaced, narrowed } = await chosen(choice, io, {
      written: databaseFiles(history),
    });
    const { out, quiet = false, port, only, haltFile, shard } = flags;
    const settings: RunSettings = {
      ...choice,
      concurrency,
      ...compact({ programs, only, port, haltFile, unplaced, narrowed }),
    };
    const options = {
      route: routeOf(experiments, flags),
      command: commandOf("run", choice, [
        ...(only === undefined ? [] : ["--only", only]),
        ...(shard === undefined ? [] : ["--shard", `${shard.index}/${shard.of}`]),
        ...(flags.gateway ? ["--gateway"] : []),
      ]),
      concurrency,
      out,
      quiet,
      settings,
      ...compact({ programs, port, only, haltFile, shard, budget, history }),
    } as const;
    return told(await performRun(experiments, options, io), flags);
  }

  async function goOn(run: string, flags: Flags, command: Command): Promise<number> {
    refuseBesideResume(command, ["history", "db"]);
    const { out, quiet = false, port, haltFile } = flags;
    const concurrency = isGiven(command, "concurrency") ? flags.concurrency : undefined;
    const history = historyOf(flags, runsRoot, io.cwd);
    return told(await resumeRun(run, { out, quiet, ...compact({ port, haltFile, concurrency, history }) }, io), flags);
  }

  async function told({ report, extras, folder, entry }: FinishedRun, flags: Flags): Promise<number> {
    const { format } = flags;
    await remember(entry, historyOf(flags, runsRoot, io.cwd), io);
    printReport(format, report, extras, io);
    if (format === "terminal") io.out(`\nJournal and reports: ${pathForPeople(io, folder)}\n`);
    return exitCodeOf(report, signalOf(io));
  }
};
