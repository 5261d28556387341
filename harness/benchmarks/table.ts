import type { Aim, Figure, Section } from "./figure.ts";
import type { Spread } from "./statistics.ts";

/** Three figures that count; thousands apart. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const places = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : 2;
  const [whole = "", rest] = value.toFixed(places).split(".");
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? apart : `${apart}.${rest}`;
}

const joined = (value: string, unit: string): string =>
  (unit === "×" || unit.startsWith("/") ? value + unit : `${value} ${unit}`).trim();
const spread = ({ low, high, n }: Spread): string => (n > 1 ? `${number(low)}–${number(high)}` : "");
const aimOf = (aim: Aim, unit: string): string =>
  "atLeast" in aim ? `≥ ${joined(number(aim.atLeast), unit)}` : `≤ ${joined(number(aim.atMost), unit)}`;

function cells({ name, value, unit, aim, met, from }: Figure): readonly string[] {
  return [
    joined(number(value.median), unit),
    spread(value),
    aim ? aimOf(aim, unit) : "",
    aim === undefined ? "" : met === undefined ? "unclear" : met ? "met" : "MISSED",
    name,
    from.map((side) => `${side.who} ${joined(number(side.value.median), side.unit)}`).join(" · "),
  ];
}

/** Lines for people: ratios first, then what they are made from. The columns of all sections line up. */
export function table(sections: readonly Section[], machine: string): string {
  const rows = sections.map(({ figures }) => figures.map(cells));
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.flat().map((row) => [...(row[column] ?? "")].length)),
  );
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join("  ")}`.trimEnd();
  const blocks = sections.map(({ title, what }, index) =>
    [title, ...(rows[index] ?? []).map(line), ...what.map((text) => `    ${text}`)].join("\n"),
  );
  return `${[machine, "Medians over interleaved rounds, with the middle half of the rounds.", ...blocks].join("\n\n")}\n`;
}
