import type { Command } from "commander";
import type { documents } from "../../../reports/documents/index.ts";
import { InvalidInput } from "../../domain/diagnostic.ts";
import type { RunSettings, Shard } from "../../domain/run-plan.ts";
import { type FailureMode, failureModes, type RiskDimension, riskDimensions } from "../../domain/vocabulary.ts";
import { compact } from "../../load/compact.ts";
import { runsRoot } from "../../store/index.ts";
import { choiceOf, chosen } from "../chosen.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { historyFile, historyOf, remember } from "../history/remember.ts";
import { signalOf } from "../io.ts";
import { pathForPeople } from "../path-for-people.ts";
import { type FinishedRun, performRun } from "../perform-run.ts";
import { printReport } from "../print-report.ts";
import type { AddCommand } from "../program.ts";
import { resumeRun } from "../run/resume-run.ts";
import { atLeastOne, collect, collectOf, formatOption, portNumber, shardOption, whatIsPrinted } from "./options.ts";

interface Flags {
  readonly target?: string[];
  readonly repeats?: number;
  readonly seed?: string;
  readonly tag?: string[];
  readonly dimension?: RiskDimension[];
  readonly failureMode?: FailureMode[];
  readonly dependency?: string[];
  readonly changedSince?: string;
  readonly concurrency?: number;
  readonly gateway?: boolean;
  readonly port?: number;
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
  program
    .command("run")
    .description("run experiments against their targets and print the scorecard")
    .argument("[paths...]", "experiment or suite files, folders or globs", ["experiments"])
    .option(
      "-t, --target <file>",
      "run every experiment against this target instead of its own (may be given again: each is asked)",
      collect,
    )
    .option("-r, --repeats <n>", "repeats instead of the experiments' own", atLeastOne)
    .option("-s, --seed <seed>", "seed instead of the experiments' own")
    .option("--tag <tag>", "only experiments with this tag (may be given again)", collect)
    .option(
      "--dimension <name>",
      "only experiments about this risk dimension (may be given again)",
      collectOf(riskDimensions),
    )
    .option(
      "--failure-mode <name>",
      "only experiments about this failure mode (may be given again)",
      collectOf(failureModes),
    )
    .option("--dependency <name>", "only experiments that break this dependency (may be given again)", collect)
    .option("--changed-since <revision>", "only experiments that rest on what changed since this revision of git")
    .option("-c, --concurrency <n>", "trials at once (default: what the suite says, or 8)", atLeastOne)
    .option("--gateway", "intercept through the loopback gateway, on real time, instead of in process")
    .option("-p, --port <n>", "port of the gateway (default: a free one)", portNumber)
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
    const { experiments, budget, concurrency } = await chosen(choice, io);
    const { out, quiet = false, port, only, haltFile, shard } = flags;
    const settings: RunSettings = { ...choice, concurrency, ...compact({ only, port, haltFile }) };
    const options = {
      route:
        flags.gateway || experiments.every(({ target }) => target.spec.kind !== "module") ? "gateway" : "in-process",
      command: commandOf(paths, flags),
      concurrency,
      out,
      quiet,
      settings,
      ...compact({ port, only, haltFile, shard, budget, history: historyOf(flags, runsRoot) }),
    } as const;
    return told(await performRun(experiments, options, io), flags);
  }

  async function goOn(run: string, flags: Flags, command: Command): Promise<number> {
    refuseOtherOptions(command);
    const { out, quiet = false, port, haltFile } = flags;
    const concurrency = command.getOptionValueSource("concurrency") === "cli" ? flags.concurrency : undefined;
    const history = historyOf(flags, runsRoot);
    return told(await resumeRun(run, { out, quiet, ...compact({ port, haltFile, concurrency, history }) }, io), flags);
  }

  async function told({ report, extras, folder, entry }: FinishedRun, flags: Flags): Promise<number> {
    const { format } = flags;
    await remember(entry, historyOf(flags, runsRoot), io);
    printReport(format, report, extras, io);
    if (format === "terminal") io.out(`\nJournal and reports: ${pathForPeople(io, folder)}\n`);
    return exitCodeOf(report, signalOf(io));
  }
};

/** These say nothing of what is run. */
const free: ReadonlySet<string> = new Set([
  "resume",
  "concurrency",
  "port",
  "out",
  "haltFile",
  "format",
  "quiet",
  "history",
  "db",
]);

function refuseOtherOptions(command: Command): void {
  const fixed = command.options
    .map((option) => ({ name: option.attributeName(), long: option.long ?? option.flags }))
    .filter(({ name }) => !free.has(name) && command.getOptionValueSource(name) === "cli")
    .map(({ long }) => long);
  const all = [...(command.args.length > 0 ? [`the paths ${command.args.join(" ")}`] : []), ...fixed];
  if (all.length === 0) return;
  throw new InvalidInput([
    { file: "--resume", message: `A run is gone on with as it was begun. Leave out ${all.join(", ")}.` },
  ]);
}

/** What reproduces this run, for reports. */
function commandOf(paths: readonly string[], flags: Flags): string[] {
  return [
    "brownout",
    "run",
    ...paths,
    ...(flags.target ?? []).flatMap((file) => ["--target", file]),
    ...(flags.repeats === undefined ? [] : ["--repeats", String(flags.repeats)]),
    ...(flags.seed === undefined ? [] : ["--seed", flags.seed]),
    ...(flags.gateway ? ["--gateway"] : []),
  ];
}
