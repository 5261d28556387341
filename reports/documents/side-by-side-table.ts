import type { RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { painter } from "../text/paint.ts";
import { renderTable, type TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";
import { inline } from "./markdown-escape.ts";
import { type Comparison, comparisonsOf } from "./side-by-side.ts";

const heads = ["agent", "outcome", "attempts", "waits between", "finding"] as const;

/** What each target made of the same faults; nothing where every experiment was asked of one. */
export function sideBySideLines(report: Pick<RunReport, "experiments">, options: TextOptions): readonly string[] {
  const comparisons = comparisonsOf(report);
  if (comparisons.length === 0) return [];
  const paint = painter(options.colour);
  const columns = heads.map((title, index) => ({ title, flexible: index === heads.length - 1 }));
  return [
    paint("bold", "Side by side"),
    ...comparisons.flatMap(({ title, rows }) => [
      ...hang("⚡ ", brief(title, 200), options.width),
      ...renderTable(
        columns,
        rows.map(({ target, outcome, attempts, gaps, finding }) =>
          [target, outcome, attempts, gaps, finding].map((text) => ({ text })),
        ),
        { ...options, width: options.width - 2 },
      )
        .split("\n")
        .map((line) => `  ${line}`),
    ]),
  ];
}

/** The same as Markdown: one table, with a column that names the fault. */
export function sideBySideMarkdown(comparisons: readonly Comparison[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const titles = ["fault", ...heads];
  return [
    line(titles),
    line(titles.map(() => "---")),
    ...comparisons.flatMap(({ title, rows }) =>
      rows.map(({ target, outcome, attempts, gaps, finding }) =>
        line([inline(brief(title, 200)), inline(target), outcome, attempts, gaps, inline(finding)]),
      ),
    ),
  ].join("\n");
}
