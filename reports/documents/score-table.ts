import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { type Outcome, outcomes } from "../../harness/domain/vocabulary.ts";
import { brief } from "../text/brief.ts";
import { formatEstimate, formatInterval, formatValue, isPrintable } from "../text/figures.ts";
import { outcomeStyle, type Paint, painter, verdictMark, verdictStyle } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { unitOf } from "../text/units.ts";
import { displayWidth, padEnd, padStart } from "../text/width.ts";
import { hang, wrap } from "../text/wrap.ts";
import { exposureWords, nothingWords, outcomeCounts } from "./run-words.ts";
import { type ScoreColumn, scoreColumns, scoreIn } from "./score-columns.ts";

const left = 16;
const gap = 2;

/** Told apart without colour too. */
const glyphs: Readonly<Record<Outcome, string>> = {
  correct: "█",
  degraded: "▓",
  "failed-safe": "▒",
  hung: "H",
  crashed: "C",
  wrong: "W",
  harmful: "!",
};

interface Figure {
  readonly value: string;
  readonly basis: string;
}

/** Each experiment with its verdict, its scores over their intervals and n, and its outcomes. */
export function renderScoreTable(results: readonly ExperimentResult[], options: TextOptions): string {
  const paint = painter(options.colour);
  const columns = scoreColumns.filter((column) => results.some((result) => isPrintable(scoreIn(result, column))));
  const widths = columns.map((column) =>
    results.reduce((most, result) => {
      const { value, basis } = figureOf(result, column);
      return Math.max(most, displayWidth(value), displayWidth(basis));
    }, displayWidth(column.title)),
  );
  const total = left + widths.reduce((sum, width) => sum + width + gap, 0) - gap;
  const inColumns = total <= options.width;
  const row = (texts: readonly string[]): string =>
    texts
      .map((text, index) => padEnd(text, (widths[index] ?? 0) + gap))
      .join("")
      .trimEnd();
  const heading =
    inColumns && columns.length > 0 ? [paint("dim", " ".repeat(left) + row(columns.map(({ title }) => title)))] : [];
  const body = results.flatMap((result) => {
    const figures = columns.map((column) => figureOf(result, column));
    const values = row(figures.map(({ value }) => value));
    const counts = [outcomeCounts(result.outcomes.treatment), exposureWords(result)]
      .filter((text) => text !== "")
      .join("; ");
    const picture = outcomeBar(result.outcomes.treatment, left - 4, paint);
    const scores = inColumns
      ? [
          `  ${picture}  ${result.verdict === "inconclusive" ? paint("dim", values) : values}`.trimEnd(),
          ...(columns.length === 0 ? [] : [" ".repeat(left) + paint("dim", row(figures.map(({ basis }) => basis)))]),
        ]
      : hang("  ", columns.flatMap((column) => listed(result, column)).join(" · "), options.width);
    return [
      ...titleLines(result, options.width, paint),
      ...scores,
      ...hang(inColumns ? " ".repeat(left) : "  ", counts === "" ? nothingWords(result) : counts, options.width),
    ];
  });
  return [...heading, ...body].join("\n");
}

function titleLines({ experiment, verdict }: ExperimentResult, width: number, paint: Paint): readonly string[] {
  const mode = experiment.failureMode;
  const modeShown = width >= 80;
  const room = width - left - (modeShown ? mode.length + gap : 0);
  const lines = wrap(brief(experiment.title, 200), room);
  return lines.map((line, index) => {
    if (index > 0) return " ".repeat(left) + paint("bold", line);
    const mark = paint(verdictStyle[verdict], padEnd(`${verdictMark[verdict]} ${verdict}`, left));
    const end = modeShown ? padStart(mode, width - left - displayWidth(line)) : "";
    return mark + paint("bold", line) + paint("dim", end);
  });
}

function figureOf(result: ExperimentResult, column: ScoreColumn): Figure {
  const estimate = scoreIn(result, column);
  if (!isPrintable(estimate)) return { value: "–", basis: "" };
  const unit = unitOf(column.probe);
  return { value: formatValue(estimate.value, unit), basis: `${formatInterval(estimate, unit)} n${estimate.n}` };
}

function listed(result: ExperimentResult, column: ScoreColumn): readonly string[] {
  const estimate = scoreIn(result, column);
  return isPrintable(estimate) ? [`${column.title} ${formatEstimate(estimate, unitOf(column.probe))}`] : [];
}

/** The outcomes as a bar of so many columns; what happened at all takes at least one. */
export function outcomeBar(counts: Readonly<Record<Outcome, number>>, columns: number, paint: Paint): string {
  const total = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  if (total === 0) return " ".repeat(columns);
  const present = outcomes.filter((outcome) => counts[outcome] > 0);
  const sizes = new Map(
    present.map((outcome) => [outcome, Math.max(1, Math.floor((counts[outcome] / total) * columns))]),
  );
  const largest = present.toSorted((a, b) => counts[b] - counts[a])[0];
  const used = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  if (largest !== undefined) sizes.set(largest, Math.max(1, (sizes.get(largest) ?? 0) + columns - used));
  return present
    .map((outcome) => paint(outcomeStyle[outcome], glyphs[outcome].repeat(sizes.get(outcome) ?? 0)))
    .join("");
}
