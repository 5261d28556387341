import type { RunReport } from "../../harness/domain/judgement.ts";
import type { ScopeScores } from "../../harness/domain/scores.ts";
import { cleanLine } from "../text/clean.ts";
import { formatInterval, formatValue, isPrintable } from "../text/figures.ts";
import { painter } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { unitOf } from "../text/units.ts";
import { displayWidth, padEnd } from "../text/width.ts";
import { hang } from "../text/wrap.ts";

/** Scores that are compared between scopes, with the heads of their columns. */
export const scopeColumns = [
  ["correct", "answer-correctness"],
  ["silent wrong", "silent-wrong-rate"],
  ["isolation", "fault-isolation"],
] as const;

export const scopeName = ({ kind, name }: ScopeScores): string =>
  cleanLine(kind === "run" ? "whole run" : kind === "dependency" ? `faults at ${name}` : name);

/** `16% [14–19%] n=1065` as the scope has it; empty without a figure. */
export function scopeFigure({ scores }: ScopeScores, probe: string): string {
  const estimate = scores.find((score) => score.probe === probe)?.treatment;
  if (!isPrintable(estimate)) return "";
  const unit = unitOf(probe);
  return `${formatValue(estimate.value, unit)} [${formatInterval(estimate, unit)}] n=${estimate.n}`;
}

/** Scopes beyond the run tell nothing new of one experiment. */
export const tellingScopes = ({ scopes, experiments }: RunReport): readonly ScopeScores[] =>
  experiments.length < 2 ? [] : scopes.filter(({ pairs }) => pairs > 0);

/** The run, its failure modes and the dependencies that faults struck, with intervals. Dimensions are left to the other documents. */
export function scopeLines(report: RunReport, options: TextOptions): readonly string[] {
  const scopes = tellingScopes(report).filter(({ kind }) => kind !== "dimension");
  const columns = scopeColumns.filter(([, probe]) => scopes.some((scope) => scopeFigure(scope, probe) !== ""));
  if (scopes.length === 0 || columns.length === 0) return [];
  const paint = painter(options.colour);
  const title = paint("bold", "Scores by scope");
  const table = [
    ["", ...columns.map(([name]) => name)],
    ...scopes.map((scope) => [scopeName(scope), ...columns.map(([, probe]) => scopeFigure(scope, probe) || "–")]),
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => displayWidth(row[column] ?? "")))) ?? [];
  if (widths.reduce((sum, each) => sum + each + 2, 0) > options.width)
    return [title, ...scopes.flatMap((scope) => listed(scope, columns, options.width))];
  const lines = table.map((row) =>
    `  ${row.map((text, column) => padEnd(text, widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
  return [title, ...lines.map((line, index) => (index === 0 ? paint("dim", line) : line))];
}

const listed = (
  scope: ScopeScores,
  columns: readonly (typeof scopeColumns)[number][],
  width: number,
): readonly string[] =>
  hang(
    "  ",
    `${scopeName(scope)}: ${columns
      .flatMap(([name, probe]) => {
        const figure = scopeFigure(scope, probe);
        return figure === "" ? [] : [`${name} ${figure}`];
      })
      .join(" · ")}`,
    width,
  );

const severalAgents = (points: RunReport["singlePoints"]): boolean =>
  new Set(points.map(({ target }) => target)).size > 1;

/** What a dependency is called: with the agent that needs it, where the run asked several. */
export const pointNames =
  (points: RunReport["singlePoints"]) =>
  ({ dependency, target }: RunReport["singlePoints"][number]): string =>
    severalAgents(points) ? `${dependency} (${target})` : dependency;

/** Dependencies whose loss alone fails tasks, those that were survived, and those that nobody took away. Empty without any. */
export function singlePointLines({ singlePoints }: RunReport, options: TextOptions): readonly string[] {
  if (singlePoints.every(({ standing }) => standing === "untested")) return [];
  const paint = painter(options.colour);
  const nameOf = pointNames(singlePoints);
  const names = (standing: RunReport["singlePoints"][number]["standing"]): string =>
    singlePoints
      .filter((one) => one.standing === standing)
      .map((one) => cleanLine(nameOf(one)))
      .join(", ");
  const fatal = singlePoints.filter(({ standing }) => standing === "fails-tasks");
  const rest = [
    ["✓ survived: ", names("survived")],
    ["? not taken away by any experiment: ", names("untested")],
  ] as const;
  return [
    paint("bold", "Single points of failure"),
    ...fatal.flatMap((one) =>
      hang(
        "  ✗ ",
        cleanLine(`${severalAgents(singlePoints) ? `${one.target}: ` : ""}${one.reason}`),
        options.width,
      ).map((line) => paint("red", line)),
    ),
    ...rest.flatMap(([mark, text]) => (text === "" ? [] : hang("  ", `${mark}${text}`, options.width))),
  ];
}
