import { resolve } from "node:path";
import { type Explanation, renderExplanation } from "../../../reports/documents/explain.ts";
import { InvalidInput } from "../../domain/diagnostic.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { didYouMean } from "../../load/suggest.ts";
import { findRun } from "../../store/index.ts";
import { analyse } from "../analyse.ts";
import { exitCodes } from "../exit-codes.ts";
import { findSubject } from "../explain/find-subject.ts";
import { gather } from "../explain/gather.ts";
import { ofLiveRun } from "../explain/live.ts";
import type { Subject } from "../explain/telling.ts";
import { openTrialList } from "../explain/trials.ts";
import type { AddCommand } from "../program.ts";
import { atLeastOne } from "./options.ts";

interface Flags {
  readonly experiment?: string;
  readonly trials: number;
  readonly out: string;
}

/** Experiments whose timelines are shown unless one is asked for. */
const shownExperiments = 3;
/** Trial ids of each kind, shown for each trial whose timeline is. */
const namedTrials = 2;

export const addExplain: AddCommand = (program, io, finish) => {
  program
    .command("explain")
    .description("trace something in a report to the events behind it, in order")
    .argument("<run>", "run id, folder, journal file, or latest")
    .argument(
      "<finding>",
      "a finding's code or its number in the report, a probe's name (score or claim), an evidence detector (E3 or its name), outcomes, injections, blast-radius, an experiment's id, its title or how its id begins, a trial's id or its end (trials lists them)",
    )
    .option("-e, --experiment <id>", "only in this experiment")
    .option("-n, --trials <n>", "trials of each experiment whose events are shown", atLeastOne, 1)
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .addHelpText(
      "after",
      "\nExamples:\n  brownout explain latest 1\n  brownout explain latest retry-storm --trials 3\n  brownout explain latest answer-correctness --experiment shared-fate/retry-storm\n  brownout explain latest trials                  every trial by its id, with its outcome; then one of them:\n  brownout explain latest order-status/0/2",
    )
    .action((run: string, finding: string, flags: Flags) => finish(explain(run, finding, flags)));

  async function explain(run: string, finding: string, flags: Flags): Promise<number> {
    const { journal } = findRun(run, resolve(io.cwd, flags.out));
    const trials = openTrialList();
    const report = await analyse(journal, trials);
    if (finding === "trials") {
      if (flags.experiment !== undefined) checkExperiment(flags.experiment, report);
      io.out(trials.list(run, flags.experiment));
      return exitCodes.held;
    }
    const subject = await ofLiveRun(findSubject(finding, report, trials.pairs()), journal);
    const explanation = await explained(journal, report, subject, flags);
    io.out(renderExplanation(explanation, { width: Math.min(io.columns, 140), colour: io.colour }));
    return exitCodes.held;
  }
};

async function explained(journal: string, report: RunReport, subject: Subject, flags: Flags): Promise<Explanation> {
  const places = placesOf(report, subject, flags.experiment);
  const shown = places.slice(0, flags.experiment === undefined ? shownExperiments : undefined);
  const gathered = await gather(journal, subject, new Set(shown.map(({ id }) => id)), {
    shown: flags.trials,
    named: namedTrials * flags.trials,
  });
  const resultOf = new Map(report.experiments.map((result) => [result.experiment.id, result]));
  const others = places.slice(shown.length).map(({ id }) => id);
  return {
    report,
    title: subject.title,
    facts: subject.facts,
    experiments: shown.flatMap(({ id, sentences }) => {
      const result = resultOf.get(id);
      return result ? [{ result, sentences, groups: [], pairs: [], ...gathered.get(id) }] : [];
    }),
    ...(others.length === 0 ? {} : { more: `Also in ${others.join(", ")}: add --experiment and one of these.` }),
  };
}

function checkExperiment(experiment: string, report: RunReport): void {
  const ids = report.experiments.map((result) => result.experiment.id);
  if (!ids.includes(experiment))
    throw new InvalidInput([
      { file: "--experiment", message: `The run has no experiment "${experiment}".${didYouMean(experiment, ids)}` },
    ]);
}

function placesOf(report: RunReport, { title, places }: Subject, experiment: string | undefined): Subject["places"] {
  if (experiment === undefined) return places;
  const chosen = places.filter(({ id }) => id === experiment);
  if (chosen.length > 0) return chosen;
  checkExperiment(experiment, report);
  throw new InvalidInput([
    {
      file: "--experiment",
      message: `${experiment} shows nothing of “${title}”. It is in ${places.map(({ id }) => id).join(", ") || "no experiment"}.`,
    },
  ]);
}
