import type { Experiment, TargetDefinition } from "../../harness/domain/experiment.ts";
import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { type Outcome, outcomes, type Verdict, verdicts } from "../../harness/domain/vocabulary.ts";
import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";

const worst = (verdict: Verdict): number => -verdicts.indexOf(verdict);

/** The results, worst verdict first; otherwise as they were run. */
export const worstFirst = (results: readonly ExperimentResult[]): readonly ExperimentResult[] =>
  results.toSorted((a, b) => worst(a.verdict) - worst(b.verdict));

export const ofVerdict = (report: RunReport, verdict: Verdict): readonly ExperimentResult[] =>
  report.experiments.filter((result) => result.verdict === verdict);

/** Not one of its control trials could be run, so that nothing is known of the agent. */
export const couldNotRun = ({ verdict, trials, outcomes: { control } }: ExperimentResult): boolean =>
  verdict === "inconclusive" &&
  trials.failed > 0 &&
  (trials.finished === 0 || outcomes.every((outcome) => control[outcome] === 0));

/** `3 broken · 1 inconclusive · 2 held`, worst first; what could not be run at all is told from what was run and not decided. */
export const verdictCounts = (report: RunReport): string =>
  verdicts
    .toReversed()
    .flatMap((verdict): readonly (readonly [string, number])[] => {
      const those = ofVerdict(report, verdict);
      const unrun = those.filter(couldNotRun).length;
      return [
        ["could not be run", unrun],
        [verdict, those.length - unrun],
      ];
    })
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(" · ");

/** `8 correct · 12 wrong`, best first; empty if there are none. */
export const outcomeCounts = (counts: Readonly<Record<Outcome, number>>): string =>
  outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`)
    .join(" · ");

/** The worst trial of all may have gone well. */
export const trialHeading = ({ treatment }: ExperimentResult["examples"][number]): string =>
  treatment.primary.outcome === "correct" ? "An example" : "Worst trial";

/** Scores are of the treatment trials that met a fault; said when that is not all of them. */
export function exposureWords({ outcomes: { treatment }, trials: { exposed } }: ExperimentResult): string {
  const all = outcomes.reduce((sum, outcome) => sum + treatment[outcome], 0);
  return exposed === all ? "" : `${exposed} of ${all} met a fault and count for the scores`;
}

/** Of an experiment with no outcome under faults: finished and yet not counted is what could not be judged. */
export const nothingWords = ({ trials, unjudged }: Pick<ExperimentResult, "trials" | "unjudged">): string =>
  trials.finished === 0 ? "no trial finished" : unjudged === undefined ? "no trial has an outcome" : "none judged";

export interface TrialTotals {
  readonly planned: number;
  readonly finished: number;
  readonly failed: number;
  readonly exposed: number;
}

export const trialTotals = (report: Pick<RunReport, "experiments">): TrialTotals =>
  report.experiments.reduce(
    (sum, { trials }) => ({
      planned: sum.planned + trials.planned,
      finished: sum.finished + trials.finished,
      failed: sum.failed + trials.failed,
      exposed: sum.exposed + trials.exposed,
    }),
    { planned: 0, finished: 0, failed: 0, exposed: 0 },
  );

/** `280 trials`, or `200 of 280 trials` when some are missing. */
export const trialWords = ({ planned, finished }: Pick<TrialTotals, "planned" | "finished">): string =>
  finished === planned ? counted(planned, "trial") : `${finished} of ${counted(planned, "trial")}`;

/** `3 experiments, 36 trials`, or how many of those that were planned; a shard holds no trial of some. */
export function extentWords(report: Pick<RunReport, "experiments" | "planned" | "shard">): string {
  const ran = report.experiments.length;
  const { finished, planned } = trialTotals(report);
  const { experiments, trials } = report.planned ?? { experiments: ran, trials: planned };
  const missing = report.shard === undefined && ran < experiments;
  return [
    missing ? `${ran} of ${counted(experiments, "experiment")}` : counted(ran, "experiment"),
    trialWords({ finished, planned: Math.max(planned, trials) }),
  ].join(", ");
}

/** What answered in the model's place; nothing for an agent that asks no model. */
export function brainWords({ brain, map }: TargetDefinition): string | undefined {
  if (!map.dependencies.some(({ boundary }) => boundary === "model")) return undefined;
  return brain.kind === "script" ? `a script, ${brain.persona}` : "the live model (passthrough)";
}

/** An agent's name, which its caller makes printable, and what answered in its model's place. */
export function agentWords(name: string, target: TargetDefinition): string {
  const brain = brainWords(target);
  return brain === undefined ? name : `${name}, model played by ${brain}`;
}

const distinct = (
  results: readonly ExperimentResult[],
  words: (experiment: Experiment) => string | undefined,
): string =>
  [...new Set(results.map(({ experiment }) => words(experiment)))].filter((one) => one !== undefined).join(" and ");

/** Where the calls of an experiment were taken: only agents that are modules run in this process. */
export const routeOf = (route: RunReport["route"], { target }: Pick<Experiment, "target">): RunReport["route"] =>
  target.spec.kind === "module" ? route : "gateway";

/** `in process`, `through the gateway`, or `in process; through the gateway for 2 agents`. */
export function routeWords(route: RunReport["route"], experiments: readonly Pick<Experiment, "target">[]): string {
  const targets = [...new Map(experiments.map((one) => [one.target.file, routeOf(route, one)])).values()];
  const apart = targets.filter((one) => one === "gateway").length;
  if (route === "gateway" || (apart > 0 && apart === targets.length)) return "through the gateway";
  return apart === 0 ? "in process" : `in process; through the gateway for ${counted(apart, "agent")}`;
}

/** Who was tested, what answered as the model, by which route. */
export function settingWords(report: RunReport): readonly string[] {
  const route = routeWords(
    report.route,
    report.experiments.map(({ experiment }) => experiment),
  );
  if (report.experiments.length === 0) return [route];
  const brains = distinct(report.experiments, ({ target }) => brainWords(target));
  return [
    `agent ${brief(
      distinct(report.experiments, ({ target }) => target.name),
      100,
    )}`,
    ...(brains === "" ? [] : [`model played by ${brains}`]),
    route,
  ];
}

const endings: Readonly<Record<Exclude<RunReport["ended"], "finished">, string>> = {
  aborted: "The run was aborted by an abort condition or the kill switch",
  interrupted: "The run was interrupted",
  failed: "The run could not go on",
  cut: "The journal ends in the middle of the run",
};

/** What limits the report as a whole, in sentences; the ending of the run first. */
export const caveats = (report: RunReport): readonly string[] => [
  ...(report.ended === "finished" ? [] : [`${endings[report.ended]}: only what finished is judged here.`]),
  ...(report.experiments.length === 0 ? ["No experiment was run: nothing has been shown."] : []),
  ...(report.shard === undefined
    ? []
    : [
        `This is shard ${report.shard.index} of ${report.shard.of}, judged by its own trials alone: brownout merge makes one run of all of them.`,
      ]),
  ...report.warnings.map((text) => brief(text)),
];
