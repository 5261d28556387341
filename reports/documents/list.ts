import { cleanLine } from "../text/clean.ts";
import { type Cell, type Column, renderTable, type TextOptions } from "../text/table.ts";

export type ListKind = "faults" | "probes" | "protocols" | "contracts" | "findings" | "experiments";

/**
 * A table of plain rows: the keys of the first row are the columns, the first column is the name, and the last one, a
 * sentence, wraps.
 */
export function renderList(
  kind: ListKind,
  rows: readonly Readonly<Record<string, string>>[],
  options: TextOptions,
): string {
  const [sample] = rows;
  if (sample === undefined) return `No ${kind} here.\n`;
  const names = Object.keys(sample);
  const columns: readonly Column[] = names.map((title, index) => ({
    title: cleanLine(title),
    flexible: index === names.length - 1,
  }));
  const body = rows.map((row) =>
    names.map(
      (name, index): Cell => ({ text: cleanLine(row[name] ?? ""), ...(index === 0 && { style: "bold" as const }) }),
    ),
  );
  return `${renderTable(columns, body, options)}\n`;
}
