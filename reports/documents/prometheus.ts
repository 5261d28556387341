import type { Estimate, RunReport } from "../../harness/domain/judgement.ts";
import { arms, outcomes, verdicts } from "../../harness/domain/vocabulary.ts";
import { cleanLine } from "../text/clean.ts";
import { isPrintable } from "../text/figures.ts";
import { listFindings } from "./finding-list.ts";
import { mainReason } from "./main-reason.ts";
import { reproduceCommand } from "./reproduce.ts";
import { caveats, ofVerdict, settingWords, trialTotals } from "./run-words.ts";
import { tellApart } from "./tell-apart.ts";

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** Prometheus' text format 0.0.4, for the textfile collector of a node exporter: gauges of the last run. */
export function renderPrometheus(given: RunReport): string {
  const report = tellApart(given);
  const each = report.experiments.map((result) => {
    const { experiment } = result;
    const { id, title, failureMode, dimension, target } = experiment;
    return { result, labels: { experiment: id, title, failure_mode: failureMode, dimension, agent: target.name } };
  });
  const scores = each.flatMap(({ result, labels }) =>
    result.scores.flatMap((score) =>
      arms.flatMap((arm): readonly (readonly [Labels, Estimate])[] => {
        const estimate = score[arm];
        const named = { experiment: labels.experiment, agent: labels.agent, probe: score.probe, arm };
        return isPrintable(estimate) ? [[named, estimate]] : [];
      }),
    ),
  );
  const of = (key: "value" | "low" | "high" | "n"): readonly Sample[] =>
    scores.map(([labels, estimate]) => [labels, estimate[key]]);
  const started = Date.parse(report.startedAt) / 1000;
  const comments = [
    `run ${report.run}`,
    ...settingWords(report),
    ...caveats(report),
    ...report.experiments
      .filter(({ verdict }) => verdict !== "held")
      .flatMap((result) => [
        `${result.verdict}: ${result.experiment.title}: ${mainReason(result)}`,
        `again: ${reproduceCommand(report, result)}`,
      ]),
  ];
  return [
    ...comments.map((text) => `# ${cleanLine(text)}\n`),
    gauge("run_info", "The last run; always 1.", [
      [{ run: report.run, brownout: report.brownout, route: report.route, ended: report.ended }, 1],
    ]),
    gauge("run_started_seconds", "When it began, Unix time.", Number.isFinite(started) ? [[{}, started]] : []),
    gauge(
      "run_verdict",
      "1 for the run's verdict.",
      verdicts.map((verdict) => [{ verdict }, verdict === report.verdict ? 1 : 0]),
    ),
    gauge(
      "experiments",
      "Experiments by verdict.",
      verdicts.map((verdict) => [{ verdict }, ofVerdict(report, verdict).length]),
    ),
    gauge(
      "trials",
      "Trials of the run.",
      Object.entries(trialTotals(report)).map(([state, count]) => [{ state }, count]),
    ),
    gauge(
      "experiment_verdict",
      "1 for each experiment's verdict.",
      each.map(({ result, labels }) => [{ ...labels, verdict: result.verdict }, 1]),
    ),
    gauge(
      "outcomes",
      "Trials by outcome.",
      each.flatMap(({ result, labels }) =>
        arms.flatMap((arm) =>
          outcomes.map(
            (outcome): Sample => [
              { experiment: labels.experiment, agent: labels.agent, arm, outcome },
              result.outcomes[arm][outcome],
            ],
          ),
        ),
      ),
    ),
    gauge("score", "Scores in the probe's unit, ms for times.", of("value")),
    gauge("score_low", "Lower end of the interval.", of("low")),
    gauge("score_high", "Upper end of the interval.", of("high")),
    gauge("score_n", "What the score rests on.", of("n")),
    gauge(
      "finding_trials",
      "Trials that show a finding.",
      listFindings(report).map(({ code, severity, count }) => [{ code, severity }, count]),
    ),
  ].join("");
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return "";
  const lines = samples.map(([labels, value]) => `brownout_${name}${labelled(labels)} ${value}\n`);
  // The same labels twice would make the collector refuse the whole file.
  return `# HELP brownout_${name} ${help}\n# TYPE brownout_${name} gauge\n${[...new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), line])).values()].join("")}`;
}

function labelled(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (value: string): string => cleanLine(value).replaceAll("\\", "\\\\").replaceAll('"', '\\"');
