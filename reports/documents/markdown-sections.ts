import { counted } from "../text/figures.ts";
import { clip } from "../text/width.ts";
import { inline } from "./markdown-escape.ts";

/** A piece that is shown whole or not at all. */
export interface Section {
  readonly name: string;
  readonly text: string;
}

const bytes = (text: string): number => Buffer.byteLength(text, "utf8");
/** Room for the note of what was left out. */
const noteBytes = 2000;

/**
 * Joins head, table rows, details and end within `limit` bytes of UTF-8: whole sections only, from the first on, and a
 * note of what was left out. Rows may take half of the room, so that the worst details are never crowded out.
 */
export function fitSections(
  head: string,
  { rows, details }: { readonly rows: readonly Section[]; readonly details: readonly Section[] },
  end: string,
  limit: number,
): string {
  const join = (start: string, kept: readonly Section[], tail: readonly string[]): string =>
    [start, ...kept.map(({ text }) => text), ...tail, end].join("\n");
  const whole = join(head, [...rows, ...details], []);
  if (bytes(whole) <= limit) return whole;
  const start = bytes(head) > limit / 2 ? cutBytes(head, limit / 2) : head;
  const room = limit - bytes(start) - bytes(end) - noteBytes;
  const keptRows = fitting(rows, room / 2);
  const keptDetails = fitting(details, room - size(keptRows));
  const notes = [
    leftOut("table row", rows.slice(keptRows.length), limit),
    leftOut("detail section", details.slice(keptDetails.length), limit),
  ];
  return join(
    start,
    [...keptRows, ...keptDetails],
    notes.filter((note) => note !== ""),
  );
}

const size = (sections: readonly Section[]): number => sections.reduce((sum, { text }) => sum + bytes(text) + 1, 0);

function fitting(sections: readonly Section[], room: number): readonly Section[] {
  let left = room;
  const end = sections.findIndex(({ text }) => {
    left -= bytes(text) + 1;
    return left < 0;
  });
  return end === -1 ? sections : sections.slice(0, end);
}

const cutBytes = (text: string, limit: number): string =>
  `${new TextDecoder().decode(Buffer.from(text, "utf8").subarray(0, limit - 8)).replace(/\ufffd+$/, "")}…\n`;

function leftOut(what: string, sections: readonly Section[], limit: number): string {
  if (sections.length === 0) return "";
  const shown = sections.slice(0, 5).map(({ name }) => `“${inline(clip(name, 60))}”`);
  const more = sections.length > 5 ? ` and ${sections.length - 5} more` : "";
  return `\n> ✂️ ${counted(sections.length, what)} left out to stay under ${Math.round(limit / 1024)} KB: ${shown.join(", ")}${more}.`;
}
