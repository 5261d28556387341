import { type Paint, painter, type Style } from "./paint.ts";
import { displayWidth, padEnd, padStart } from "./width.ts";
import { hang, wrap } from "./wrap.ts";

export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** A sentence: takes the room that the others leave, or goes below its row if that is too little. The last column may be one. */
  readonly flexible?: boolean;
}

export interface TextOptions {
  /** Columns of the terminal or page. */
  readonly width: number;
  readonly colour: boolean;
}

type Rows = readonly (readonly Cell[])[];

const gap = "  ";
/** Columns that a sentence needs to be read comfortably, and at all. */
const comfortable = 40;
const readable = 24;

/** A plain table with aligned columns and no ruling; cells wrap between words. Cell texts are already cleaned. */
export function renderTable(columns: readonly Column[], rows: Rows, options: TextOptions): string {
  const paint = painter(options.colour);
  const heading = columns.map(({ title }): Cell => ({ text: title, style: "dim" }));
  const widths = columnWidths(columns, rows, options.width);
  const last = columns.length - 1;
  const sentence = Math.max(0, ...rows.map((row) => displayWidth(row[last]?.text ?? "")));
  if (columns[last]?.flexible && (widths[last] ?? 0) < Math.min(readable, sentence)) {
    const short = columns.slice(0, last);
    const below = (row: readonly Cell[]): readonly string[] => hang("    ", row[last]?.text ?? "", options.width);
    const lines = rows.flatMap((row) => [...renderRow(short, widths, row, paint), ...below(row)]);
    return [...renderRow(short, widths, heading, paint), ...lines].join("\n");
  }
  return [heading, ...rows].flatMap((row) => renderRow(columns, widths, row, paint)).join("\n");
}

/** The widest column gives way first, word by word, until the sentence has its room; never the first: it is the name. */
function columnWidths(columns: readonly Column[], rows: Rows, width: number): readonly number[] {
  const widest = (index: number, measure: (text: string) => number): number =>
    rows.reduce(
      (most, row) => Math.max(most, measure(row[index]?.text ?? "")),
      displayWidth(columns[index]?.title ?? ""),
    );
  const widths = columns.map((_, index) => widest(index, displayWidth));
  const flexible = columns.findIndex((column) => column.flexible);
  if (flexible === -1) return widths;
  const floors = columns.map((_, index) => (index === 0 ? (widths[0] ?? 0) : widest(index, longestWord)));
  const wanted = Math.min(widths[flexible] ?? 0, comfortable);
  const left = (): number =>
    width -
    gap.length * (columns.length - 1) -
    widths.reduce((sum, each, index) => sum + (index === flexible ? 0 : each), 0);
  while (left() < wanted) {
    const slack = widths.map((each, index) => (index === flexible ? 0 : each - (floors[index] ?? 0)));
    const most = Math.max(...slack);
    if (most <= 0) break;
    const index = slack.indexOf(most);
    widths[index] = (widths[index] ?? 0) - 1;
  }
  return widths.map((each, index) => (index === flexible ? Math.min(each, left()) : each));
}

const longestWord = (text: string): number =>
  text.split(" ").reduce((most, word) => Math.max(most, displayWidth(word)), 0);

function renderRow(
  columns: readonly Column[],
  widths: readonly number[],
  row: readonly Cell[],
  paint: Paint,
): readonly string[] {
  const cells = columns.map((_, index) => wrap(row[index]?.text ?? "", widths[index] ?? 0));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, index) => {
        const text = lines[line] ?? "";
        const right = columns[index]?.align === "right";
        const style = row[index]?.style;
        const padded = right
          ? padStart(text, widths[index] ?? 0)
          : index === cells.length - 1
            ? text
            : padEnd(text, widths[index] ?? 0);
        return style === undefined ? padded : paint(style, padded);
      })
      .join(gap)
      .trimEnd(),
  );
}
