import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { documents } from "../../../reports/documents/index.ts";
import { type FailureMode, failureModes, type RiskDimension, riskDimensions } from "../../domain/vocabulary.ts";
import { policyName } from "../../load/index.ts";
import { findRun, type RunFolder } from "../../store/index.ts";
import { choiceOf, chosen } from "../chosen.ts";
import { decideOver, gateExitCode, keepDecision, loadAsked } from "../gate.ts";
import { signalOf } from "../io.ts";
import { pathForPeople } from "../path-for-people.ts";
import { performRun } from "../perform-run.ts";
import type { AddCommand } from "../program.ts";
import { atLeastOne, collect, collectOf, formatOption, portNumber } from "./options.ts";

interface Flags {
  readonly policy: string;
  readonly run?: string;
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
  readonly out: string;
  readonly haltFile?: string;
  readonly format: keyof typeof documents;
  readonly quiet?: boolean;
}

const usualSuite = join("experiments", "suites", "gate.yaml");

export const addGate: AddCommand = (program, io, finish) => {
  program
    .command("gate")
    .description("run experiments and decide by a policy whether the agent may be deployed")
    .argument("[paths...]", `experiments or a suite (default: ${usualSuite} if it is there, or experiments)`)
    .option("--policy <file>", "what is asked of the run", policyName)
    .option("--run <run>", "decide over a run that is stored, and run nothing: its id, folder, journal, or latest")
    .option("-t, --target <file>", "this target instead of the experiments' own (may be given again)", collect)
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
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .option("--halt-file <file>", "no fault fires, and the run ends as aborted, once this file exists")
    .option("-f, --format <format>", "what is printed: terminal, markdown, json or junit", formatOption, "terminal")
    .option("-q, --quiet", "no progress")
    .addHelpText(
      "after",
      `
Exit codes: 0 passed, 1 failed, 2 a policy or an experiment is not valid, 3 undecided, 4 aborted,
5 the target or the harness could not run, 130/143 interrupted.
Examples:
  brownout gate                                   the gate suite by gate.yaml
  brownout gate experiments --policy ci/gate.yaml --format markdown > comment.md
  brownout gate --run latest                      decide again over the last run, without running anything`,
    )
    .action((paths: string[], flags: Flags) => finish(gate(paths, flags)));

  async function gate(paths: string[], flags: Flags): Promise<number> {
    const asked = await loadAsked(flags.policy, io.cwd);
    const { folder, journal } =
      flags.run === undefined ? await perform(paths, flags) : findRun(flags.run, resolve(io.cwd, flags.out));
    const decided = await decideOver(journal, asked);
    keepDecision(decided, folder, io);
    io.out(documents[flags.format].render(decided, { width: Math.min(io.columns, 140), colour: io.colour }));
    if (flags.format === "terminal") io.out(`\nJournal and reports: ${pathForPeople(io, folder)}\n`);
    return gateExitCode(decided, signalOf(io));
  }

  async function perform(given: readonly string[], flags: Flags): Promise<RunFolder> {
    const usual = existsSync(resolve(io.cwd, usualSuite)) ? usualSuite : "experiments";
    const paths = given.length > 0 ? given : [usual];
    const { experiments, budget, concurrency } = await chosen(choiceOf(paths, flags), io);
    const { folder } = await performRun(
      experiments,
      {
        route:
          flags.gateway || experiments.every(({ target }) => target.spec.kind !== "module") ? "gateway" : "in-process",
        concurrency,
        ...(budget === undefined ? {} : { budget }),
        out: flags.out,
        command: ["brownout", "gate", ...paths, "--policy", flags.policy],
        quiet: flags.quiet === true,
        ...(flags.port === undefined ? {} : { port: flags.port }),
        ...(flags.haltFile === undefined ? {} : { haltFile: flags.haltFile }),
      },
      io,
    );
    return findRun(folder, flags.out);
  }
};
