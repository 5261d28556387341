import { documents } from "../../../reports/documents/index.ts";
import { type FailureMode, failureModes, type RiskDimension, riskDimensions } from "../../domain/vocabulary.ts";
import { checkMocks } from "../check-mocks.ts";
import { chosen } from "../chosen.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { signalOf } from "../io.ts";
import { pathForPeople, performRun } from "../perform-run.ts";
import type { AddCommand } from "../program.ts";
import { atLeastOne, collect, collectOf, formatOption, portNumber } from "./options.ts";

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
  readonly out: string;
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
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .option("--halt-file <file>", "no fault fires, and the run ends as aborted, once this file exists")
    .option("-f, --format <format>", "what is printed: terminal, markdown, json or junit", formatOption, "terminal")
    .option("-q, --quiet", "no progress")
    .addHelpText(
      "after",
      `
Examples:
  brownout run experiments/incorrect-response
  brownout run experiments --target fixtures/agents/fragile/target.yaml --tag smoke
  brownout run stale.yaml --repeats 20 --format markdown > comment.md`,
    )
    .action((paths: string[], flags: Flags) => finish(run(paths, flags)));

  async function run(paths: string[], flags: Flags): Promise<number> {
    const { experiments, budget, concurrency } = await chosen(paths, flags, io);
    await checkMocks(experiments, io.cwd);
    const { report, folder } = await performRun(
      experiments,
      {
        route:
          flags.gateway || experiments.every(({ target }) => target.spec.kind !== "module") ? "gateway" : "in-process",
        concurrency,
        ...(budget === undefined ? {} : { budget }),
        out: flags.out,
        command: commandOf(paths, flags),
        quiet: flags.quiet === true,
        ...(flags.port === undefined ? {} : { port: flags.port }),
        ...(flags.only === undefined ? {} : { only: flags.only }),
        ...(flags.haltFile === undefined ? {} : { haltFile: flags.haltFile }),
      },
      io,
    );
    io.out(documents[flags.format].render(report, { width: Math.min(io.columns, 140), colour: io.colour }));
    if (flags.format === "terminal") io.out(`\nJournal and reports: ${pathForPeople(io, folder)}\n`);
    return exitCodeOf(report, signalOf(io));
  }
};

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
