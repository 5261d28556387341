import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import type { documents } from "../../../reports/documents/index.ts";
import type { HtmlExtras } from "../../../reports/html/extras.ts";
import { compact } from "../../load/compact.ts";
import { idsBelow, policyName } from "../../load/index.ts";
import { type ChoiceFlags, choiceOf, chosen, commandOf, isWhole, routeOf } from "../chosen.ts";
import {
  type Asked,
  analysePairs,
  type Decided,
  decideOver,
  decideTogether,
  gateExitCode,
  loadAsked,
  watchPairs,
} from "../gate.ts";
import { keepDecision } from "../gate-decision.ts";
import { type GateRounds, gateRounds } from "../gate-rounds.ts";
import { refuseOtherRuns } from "../gate-runs.ts";
import { signalOf } from "../io.ts";
import { pathForPeople } from "../path-for-people.ts";
import { performRun } from "../perform-run.ts";
import { checkPolicyNames } from "../policy-names.ts";
import { printReport } from "../print-report.ts";
import type { AddCommand } from "../program.ts";
import { type ResumeOptions, resumeRun } from "../run/resume-run.ts";
import { runOfExperiments } from "../run-of-experiments.ts";
import { wholeReport } from "../whole-report.ts";
import { addChoice } from "./choice-options.ts";
import { collect, formatOption, whatIsPrinted } from "./options.ts";
import { refuseBesideResume } from "./refuse-beside-resume.ts";

interface Flags extends ChoiceFlags {
  readonly policy: string;
  readonly run?: string[];
  readonly resume?: string;
  readonly recheck?: boolean;
  readonly failOnFlaky?: boolean;
  readonly out: string;
  readonly haltFile?: string;
  readonly format: keyof typeof documents;
  readonly quiet?: boolean;
}

const usualSuite = join("experiments", "suites", "gate.yaml");

export const addGate: AddCommand = (program, io, finish) => {
  const command = program
    .command("gate")
    .description("run experiments and decide by a policy whether the agent may be deployed")
    .argument("[paths...]", `experiments or a suite (default: ${usualSuite} if it is there, or experiments)`)
    .option("--policy <file>", "what is asked of the run", policyName)
    .option(
      "--run <run>",
      "decide over a run that is stored, and run nothing: its id, folder, journal, or latest; given again: the same run once more",
      collect,
    )
    .option("--resume <run>", "go on with a run that was cut off, as it was begun, and decide over it")
    .option(
      "--recheck",
      "if it fails, run everything once more with the same seeds: what does not fail again is flaky, and undecided",
    )
    .option("--fail-on-flaky", "run everything twice, and fail on a trial that ends otherwise with the same seed");
  addChoice(command)
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .option("--halt-file <file>", "no fault fires, and the run ends as aborted, once this file exists")
    .option("-f, --format <format>", whatIsPrinted, formatOption, "terminal")
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
    .action((paths: string[], flags: Flags, command: Command) => {
      const asked = async (): Promise<number> => {
        if (flags.resume !== undefined) refuseBesideResume(command, ["policy"]);
        return await gate(paths, flags);
      };
      return finish(asked());
    });

  async function gate(paths: string[], flags: Flags): Promise<number> {
    const loaded = await loadAsked(flags.policy, io.cwd);
    const asked = flags.failOnFlaky ? { ...loaded, policy: withoutFlaky(loaded.policy) } : loaded;
    const { folder, runs, extras } =
      flags.resume !== undefined
        ? await goOn(flags.resume, flags, asked)
        : flags.run === undefined
          ? await perform(paths, flags, asked)
          : await stored(flags.run, flags, asked);
    // A run that was begun to find what is flaky has not told it yet: it is gone on with once.
    const begunSo = flags.resume !== undefined && runs[0].report.command.includes("--fail-on-flaky");
    const decided = decideTogether(runs, begunSo ? { ...asked, policy: withoutFlaky(asked.policy) } : asked);
    keepDecision(decided, folder, io, extras);
    printReport(flags.format, decided, extras, io);
    if (flags.format === "terminal") io.out(`\nJournal and reports: ${pathForPeople(io, folder)}\n`);
    return gateExitCode(
      decided,
      runs.map(({ report }) => report),
      signalOf(io),
    );
  }

  async function stored([first = "latest", ...again]: readonly string[], { out }: Flags, asked: Asked): Promise<Runs> {
    const root = resolve(io.cwd, out);
    const { folder, journal } = await runOfExperiments(first, root);
    const others = (await Promise.all(again.map((run) => runOfExperiments(run, root)))).map((run) => run.journal);
    await refuseOtherRuns(journal, others);
    const { watch, seen } = watchPairs();
    const { report, extras } = await wholeReport({ journal, folder }, watch);
    const decided = decideOver({ report, ...seen() }, asked);
    const more: Decided[] = [];
    // One after the other: each is in memory while it is read.
    for (const one of others) more.push(decideOver(await analysePairs(one), asked));
    return { folder, extras, runs: [decided, ...more] };
  }

  async function goOn(run: string, { out, quiet = false, ...flags }: Flags, asked: Asked): Promise<Runs> {
    const { port, haltFile, concurrency } = flags;
    const { watch, seen } = watchPairs();
    const ran: { rounds?: GateRounds | undefined } = {};
    const options: ResumeOptions = {
      out,
      quiet,
      watch,
      rounds(experiments, budget) {
        ran.rounds = gateRounds(asked, experiments, budget);
        return ran.rounds;
      },
      ...compact({ port, haltFile, concurrency }),
    };
    const { report, folder, extras } = await resumeRun(run, options, io);
    return { folder, extras, runs: [decideOver({ report, ...seen() }, asked, ran.rounds?.use())] };
  }

  /** Everything is run again where no trial may be flaky, or where the gate failed and that is asked for. */
  async function perform(paths: readonly string[], flags: Flags, asked: Asked): Promise<Runs> {
    const { decided, ...first } = await performOnce(paths, flags, asked);
    const { report, decision } = decided;
    const again = asked.policy.flaky !== undefined || (flags.recheck === true && decision.standing === "failed");
    if (!again || report.ended !== "finished") return { ...first, runs: [decided] };
    if (flags.quiet !== true) io.err("Once more, with the same seeds, to tell what is flaky from what fails.\n");
    return { ...first, runs: [decided, (await performOnce(paths, flags, asked)).decided] };
  }

  async function performOnce(given: readonly string[], flags: Flags, asked: Asked) {
    const usual = existsSync(resolve(io.cwd, usualSuite)) ? usualSuite : "experiments";
    const paths = given.length > 0 ? given : [usual];
    const { port, haltFile, quiet = false, out } = flags;
    const choice = choiceOf(paths, flags);
    const { experiments, all, budget, concurrency, programs, unplaced, narrowed } = await chosen(choice, io, {
      written: [],
      deciding: decidingFiles(flags.policy, asked),
    });
    checkPolicyNames(asked.policy, {
      experiments: all,
      whole: given.length === 0 && isWhole(choice),
      others: await idsBelow("experiments", io),
      cwd: io.cwd,
    });
    const rounds = gateRounds(asked, experiments, budget);
    const { watch, seen } = watchPairs();
    const { report, folder, extras } = await performRun(
      rounds?.experiments ?? experiments,
      {
        route: routeOf(experiments, flags),
        concurrency,
        out,
        command: commandOf("gate", choice, [
          "--policy",
          flags.policy,
          ...(flags.recheck ? ["--recheck"] : []),
          ...(flags.failOnFlaky ? ["--fail-on-flaky"] : []),
          ...(flags.gateway ? ["--gateway"] : []),
        ]),
        quiet,
        watch,
        ...compact({ programs, budget, port, haltFile, rounds }),
        settings: {
          ...choice,
          concurrency,
          ...compact({ programs, port, haltFile, unplaced, narrowed, rounds: rounds?.policy }),
        },
      },
      io,
    );
    return { folder, extras, decided: decideOver({ report, ...seen() }, asked, rounds?.use()) };
  }
};

interface Runs {
  readonly folder: string;
  readonly extras: HtmlExtras;
  readonly runs: readonly [Decided, ...Decided[]];
}

const decidingFiles = (policy: string, { policy: { baseline } }: Asked): readonly string[] => [
  policy,
  ...(baseline === undefined ? [] : [baseline.absolute]),
];

const withoutFlaky = (policy: Asked["policy"]): Asked["policy"] => ({
  ...policy,
  flaky: { atMost: 0, at: policy.flaky?.at ?? "--fail-on-flaky" },
});
