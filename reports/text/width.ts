const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const ascii = /^[\x20-\x7e]*$/;
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}{2}/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

/** East Asian Wide and Fullwidth blocks, first and last code point (UAX #11). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  if (emoji.test(grapheme)) return 2;
  const point = grapheme.codePointAt(0) ?? 0;
  return wide.some(([from, to]) => point >= from && point <= to) ? 2 : 1;
}

/** Columns that a text takes in a terminal. The text holds no escape sequences. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += graphemeWidth(segment);
  return columns;
}

/** The longest beginning that fits into `columns`, and what is left of the text. */
export function splitAt(text: string, columns: number): readonly [string, string] {
  if (ascii.test(text)) return [text.slice(0, columns), text.slice(columns)];
  let used = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    const next = graphemeWidth(segment);
    if (used + next > columns) return [text.slice(0, index), text.slice(index)];
    used += next;
  }
  return [text, ""];
}

/** The text, or its beginning and `…`, in at most `columns`. */
export function clip(text: string, columns: number): string {
  if (columns <= 0) return "";
  if (displayWidth(text) <= columns) return text;
  return `${splitAt(text, columns - 1)[0].trimEnd()}…`;
}

/** The same with what is left out in the middle: both ends can be read. `share`: of the columns, for the end. */
export function clipMiddle(text: string, columns: number, share = 0.5): string {
  if (columns <= 0) return "";
  const width = displayWidth(text);
  if (width <= columns) return text;
  const tail = Math.floor((columns - 1) * share);
  const [, end] = splitAt(text, width - tail);
  // A letter of two columns on the edge goes with the beginning.
  return `${splitAt(text, columns - 1 - displayWidth(end))[0].trimEnd()}…${end.trimStart()}`;
}

const room = (text: string, columns: number): string => " ".repeat(Math.max(0, columns - displayWidth(text)));
export const padEnd = (text: string, columns: number): string => text + room(text, columns);
export const padStart = (text: string, columns: number): string => room(text, columns) + text;
