import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import {
  type FailureMode,
  failureModes,
  type RiskDimension,
  riskDimensions,
  type Verdict,
  verdicts,
} from "../../harness/domain/vocabulary.ts";
import { counted } from "../text/figures.ts";
import { painter, verdictMark, verdictStyle } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { displayWidth, padEnd } from "../text/width.ts";
import { hang, wrap } from "../text/wrap.ts";

/** One experiment in the grid: asked, or asked and answered. An `Experiment` is one as it is. */
export interface Asked {
  readonly dimension: RiskDimension;
  readonly failureMode: FailureMode;
  readonly verdict?: Verdict;
}

export const askedIn = ({ experiment, verdict }: ExperimentResult): Asked => ({
  dimension: experiment.dimension,
  failureMode: experiment.failureMode,
  verdict,
});

const first = 18;
const columnGap = 2;

/** The grid of risk dimensions × failure modes: how many experiments ask there, with verdicts where there are any. */
export function renderCoverage(
  asked: readonly Asked[],
  { width, colour }: TextOptions = { width: 100, colour: false },
): string {
  const paint = painter(colour);
  const column = Math.max(10, Math.min(18, Math.floor((width - first) / failureModes.length) - columnGap));
  const headings = failureModes.map((mode) =>
    wrap(mode.replaceAll("-", "- "), column).map((line) => line.replaceAll("- ", "-")),
  );
  const height = Math.max(...headings.map((lines) => lines.length));
  const row = (label: string, cells: readonly string[], widths: readonly number[]): string =>
    (
      padEnd(label, first) +
      cells.map((cell, index) => cell + " ".repeat(Math.max(0, column + columnGap - (widths[index] ?? 0)))).join("")
    ).trimEnd();
  const heading = Array.from({ length: height }, (_, line) => {
    const cells = headings.map((lines) => lines[line] ?? "");
    return paint("dim", row("", cells, cells.map(displayWidth)));
  });
  const body = riskDimensions.map((dimension) => {
    const plain = failureModes.map((mode) =>
      cellWords(asked.filter((each) => each.dimension === dimension && each.failureMode === mode)),
    );
    const painted = plain.map(({ count, text, worst }) =>
      count === 0 ? paint("dim", text) : worst === undefined ? text : paint(verdictStyle[worst], text),
    );
    return row(
      dimension,
      painted,
      plain.map(({ text }) => displayWidth(text)),
    );
  });
  return `${[...heading, ...body, "", ...summary(asked, width)].join("\n")}\n`;
}

/** `3`, or `3 ✓2 ✗1` when there are verdicts; `·` where nothing is asked. */
function cellWords(asked: readonly Asked[]): {
  readonly count: number;
  readonly text: string;
  readonly worst?: Verdict;
} {
  if (asked.length === 0) return { count: 0, text: "·" };
  const tallies = verdicts
    .map((verdict) => [verdict, asked.filter((each) => each.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0);
  const worst = tallies.at(-1)?.[0];
  const words = tallies.map(([verdict, count]) => `${verdictMark[verdict]}${count}`);
  return { count: asked.length, text: [asked.length, ...words].join(" "), ...(worst !== undefined && { worst }) };
}

function summary(asked: readonly Asked[], width: number): readonly string[] {
  const cells = riskDimensions.flatMap((dimension) => failureModes.map((mode) => `${dimension} × ${mode}`));
  const filled = new Set(asked.map(({ dimension, failureMode }) => `${dimension} × ${failureMode}`));
  const untouched = riskDimensions.filter((dimension) => !asked.some((each) => each.dimension === dimension));
  const legend = asked.some(({ verdict }) => verdict !== undefined)
    ? verdicts.map((verdict) => `${verdictMark[verdict]} ${verdict}`).join("  ")
    : "";
  return [
    ...hang(
      "",
      `${counted(asked.length, "experiment")} in ${filled.size} of ${cells.length} cells; · = never asked.`,
      width,
    ),
    ...(untouched.length === 0 || asked.length === 0
      ? []
      : hang("", `Nothing is asked of ${untouched.join(", ")}.`, width)),
    ...(legend === "" ? [] : [legend]),
  ];
}
