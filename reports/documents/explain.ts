import type { ExperimentResult, JudgedTrial, RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { type Paint, painter, verdictMark, verdictStyle } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";
import { type Mark, renderBeside } from "./beside.ts";
import { reproduceParts } from "./reproduce.ts";

/** Trials of which the same is said. */
export interface ExplainedGroup {
  /** `gave 0`, `seen`, `inventory: absent`. */
  readonly label: string;
  readonly arm: "control" | "treatment";
  readonly trials: number;
  /** The first of them, in order. */
  readonly first: readonly string[];
}

export interface ExplainedPair {
  readonly treatment: JudgedTrial;
  readonly control: JudgedTrial;
  /** In the order of time. */
  readonly marks: readonly Mark[];
}

/** What one experiment has to say about it. */
export interface ExplainedExperiment {
  readonly result: ExperimentResult;
  /** The figure, claim or conclusion, as the report has it. */
  readonly sentences: readonly string[];
  /** The trials that it was counted from, and those of the control arm beside them. */
  readonly groups: readonly ExplainedGroup[];
  /** The most telling of them. */
  readonly pairs: readonly ExplainedPair[];
}

/** Where something in a report comes from. */
export interface Explanation {
  readonly report: RunReport;
  readonly title: string;
  /** `["costs", "…"]` */
  readonly facts: readonly (readonly [string, string])[];
  /** The most telling first. */
  readonly experiments: readonly ExplainedExperiment[];
  /** Experiments beyond these whose timelines were left out, by how they are asked for. */
  readonly more?: string;
}

const label = 12;

/** The statement, then for each experiment the trials behind it and the events of the most telling one, with the command that repeats it. */
export function renderExplanation(explanation: Explanation, options: TextOptions): string {
  const paint = painter(options.colour);
  const { report, title, facts, experiments, more } = explanation;
  const head = [
    ...hang("", brief(title), options.width).map((line) => paint("bold", line)),
    ...[["run", report.run] as const, ...facts].flatMap(([name, text]) =>
      hang(`  ${name.padEnd(label)}`, brief(text, 1000), options.width),
    ),
  ];
  const parts = experiments.map((one) => experimentLines(report, one, options, paint).join("\n"));
  const rest = more === undefined ? [] : hang("", more, options.width);
  return `${[head.join("\n"), ...parts, ...(rest.length === 0 ? [] : [rest.join("\n")])].join("\n\n")}\n`;
}

function experimentLines(
  report: RunReport,
  { result, sentences, groups, pairs }: ExplainedExperiment,
  options: TextOptions,
  paint: Paint,
): readonly string[] {
  const { experiment, verdict } = result;
  const { width } = options;
  return [
    paint("dim", "─".repeat(Math.max(0, width))),
    ...hang(`${verdictMark[verdict]} `, brief(experiment.title, 200), width).map((line) =>
      paint([verdictStyle[verdict], "bold"].flat() as Parameters<Paint>[0], line),
    ),
    ...hang("  ", cleanLine(experiment.file), width).map((line) => paint("dim", line)),
    ...sentences.flatMap((text) => hang("  ", brief(text, 1000), width)),
    ...manyLines(
      groups.filter(({ arm }) => arm === "treatment"),
      width,
    ),
    ...manyLines(
      groups.filter(({ arm }) => arm === "control"),
      width,
    ),
    ...pairs.flatMap((pair) => pairLines(report, result, pair, options, paint)),
  ];
}

/** A measurement may have a value of its own in every trial. */
const most = { treatment: 6, control: 2 } as const;

function manyLines(groups: readonly ExplainedGroup[], width: number): readonly string[] {
  const shown = groups.slice(0, most[groups[0]?.arm ?? "treatment"]);
  const others = groups.slice(shown.length);
  const trials = others.reduce((sum, group) => sum + group.trials, 0);
  return [
    ...shown.flatMap((group) => groupLines(group, width)),
    ...(others.length === 0
      ? []
      : hang("    · ", `… and ${counted(others.length, "other value")} in ${counted(trials, "trial")}`, width)),
  ];
}

/** Trial ids are for copying: they are never cut. */
function groupLines({ label: what, arm, trials, first }: ExplainedGroup, width: number): readonly string[] {
  const beyond = trials - first.length;
  const where = arm === "control" ? `${counted(trials, "trial")} of control` : counted(trials, "trial");
  return [
    ...hang("    · ", `${brief(what, 300)} in ${where}`, width),
    ...first.map((id) => `        ${cleanLine(id)}`),
    ...(beyond > 0 ? [`        … and ${beyond} more`] : []),
  ];
}

function pairLines(
  report: RunReport,
  result: ExperimentResult,
  { treatment, control, marks }: ExplainedPair,
  options: TextOptions,
  paint: Paint,
): readonly string[] {
  const { id } = treatment.record.trial;
  const parts = reproduceParts(report, result, id);
  const command = parts.join(" ");
  return [
    "",
    paint("bold", `  Trial ${cleanLine(id)}, beside its control`),
    renderBeside(treatment, control, marks, options),
    paint("bold", "  Reproduce"),
    `    ${command.length + 4 <= options.width ? command : parts.join(" \\\n      ")}`,
  ];
}
