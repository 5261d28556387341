import type { ExperimentResult, JudgedTrial, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { formatInterval, formatValue, isPrintable } from "../text/figures.ts";
import { type Paint, painter, verdictMark, verdictStyle } from "../text/paint.ts";
import { type Cell, renderTable, type TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";
import { unitFor } from "./claim-words.ts";
import { mainReason } from "./main-reason.ts";
import { renderTimeline } from "./timeline.ts";

/** One agent's run of the same experiments. */
export interface ComparedRun {
  readonly agent: string;
  readonly report: RunReport;
}

/**
 * Runs of the same experiments against several agents: for each experiment the same task under the same fault in each
 * agent's timeline, then all verdicts side by side, where they are read first.
 */
export function renderComparison(runs: readonly ComparedRun[], options: TextOptions): string {
  const paint = painter(options.colour);
  const ids = [...new Set(runs.flatMap(({ report }) => report.experiments.map(({ experiment }) => experiment.id)))];
  const stories = ids.map((id) => renderStory(resultsOf(runs, id), options, paint));
  const rule = paint("dim", "═".repeat(Math.max(0, options.width)));
  return `${[...stories, rule, renderVerdicts(runs, ids, options), ...totals(runs, options.width, paint)].join("\n")}\n`;
}

interface ComparedResult {
  readonly agent: string;
  readonly result: ExperimentResult;
}

const resultsOf = (runs: readonly ComparedRun[], id: string): readonly ComparedResult[] =>
  runs.flatMap(({ agent, report }) => {
    const result = report.experiments.find(({ experiment }) => experiment.id === id);
    return result ? [{ agent, result }] : [];
  });

/** What each agent did with the task that went worst for any of them. */
function renderStory(compared: readonly ComparedResult[], options: TextOptions, paint: Paint): string {
  const [first] = compared;
  if (!first) return "";
  const pair = first.result.examples[0]?.treatment.record.trial.pair;
  const { title, question } = first.result.experiment;
  const lines = [
    paint("dim", "─".repeat(Math.max(0, options.width))),
    paint("bold", brief(title, 200)),
    ...hang("  ", brief(question, 300), options.width),
  ];
  for (const { agent, result } of compared) {
    const mark = `${verdictMark[result.verdict]} ${agent} ${result.verdict}`;
    lines.push("", ...hang(`  ${paint(verdictStyle[result.verdict], mark)}: `, mainReason(result), options.width));
    const example = result.examples.find((one) => pairOf(one.treatment) === pair) ?? result.examples[0];
    if (example) lines.push(renderTimeline(example.treatment, example.control, options).trimEnd());
  }
  return `${lines.join("\n")}\n`;
}

const pairOf = ({ record }: JudgedTrial): string => record.trial.pair;

function renderVerdicts(runs: readonly ComparedRun[], ids: readonly string[], options: TextOptions): string {
  const rows = ids.map((id): readonly Cell[] => {
    const compared = resultsOf(runs, id);
    const deciding =
      compared.map(({ result }) => result).find(({ verdict }) => verdict !== "held") ?? compared[0]?.result;
    const probe =
      deciding &&
      (deciding.claims.find(({ verdict }) => verdict === deciding.verdict) ?? deciding.claims[0])?.claim.probe;
    return [
      { text: brief(deciding?.experiment.title ?? id, 200) },
      { text: probe ?? "", style: "dim" },
      ...runs.map(({ agent }) => verdictCell(compared.find((one) => one.agent === agent)?.result, probe)),
    ];
  });
  const columns = [
    { title: "experiment", flexible: true },
    { title: "decided by" },
    ...runs.map(({ agent }) => ({ title: agent })),
  ];
  return renderTable(columns, rows, options);
}

/** The verdict with the figure that decided it, its interval and n; without these no figure is shown. */
function verdictCell(result: ExperimentResult | undefined, probe: string | undefined): Cell {
  if (!result) return { text: "not run", style: "dim" };
  const claim = result.claims.find((one) => one.claim.probe === probe);
  const figure =
    claim && isPrintable(claim.estimate)
      ? ` ${formatValue(claim.estimate.value, unitFor(claim.claim))} n=${claim.estimate.n}`
      : "";
  const interval =
    claim && isPrintable(claim.estimate) ? ` [${formatInterval(claim.estimate, unitFor(claim.claim))}]` : "";
  return { text: `${verdictMark[result.verdict]}${figure}${interval}`, style: verdictStyle[result.verdict] };
}

function totals(runs: readonly ComparedRun[], width: number, paint: Paint): readonly string[] {
  const lines = runs.map(({ agent, report }) => {
    const held = report.experiments.filter(({ verdict }) => verdict === "held").length;
    return `${agent}: ${held} of ${report.experiments.length} held`;
  });
  return ["", ...hang("", lines.join(" · "), width).map((line) => paint("bold", line))];
}
