import { divergenceOf } from "../../harness/domain/divergence.ts";
import { formatDuration } from "../../harness/domain/duration.ts";
import type { JudgedTrial } from "../../harness/domain/judgement.ts";
import { type Paint, painter } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { clip, displayWidth, padEnd, padStart } from "../text/width.ts";
import { hang } from "../text/wrap.ts";
import { timelineEnd } from "./timeline-end.ts";
import { type Parting, partingOf, type TimelineEntry, timelineEntries } from "./timeline-entries.ts";
import { cutWords, foldTimeline } from "./timeline-fold.ts";

const margin = 10;
const indent = " ".repeat(margin);
/** Longest question that is shown, in columns. */
const longestQuestion = 240;
/**
 * A treatment trial as lines: its calls with times, faults (⚡), waits between retries, the place where it parts from its
 * control, then the answer, what was committed and the outcome with its reasons. No ANSI codes unless `colour`.
 */
export function renderTimeline(treatment: JudgedTrial, control: JudgedTrial, options: TextOptions): string {
  const { width } = options;
  const paint = painter(options.colour);
  const entries = timelineEntries(treatment);
  const parting = partingOf(entries, timelineEntries(control));
  const differ = divergenceOf(treatment, control).parted !== undefined;
  const columns = columnsFor(entries, width);
  const asked = entries[0]?.address.startsWith("model:") ? entries[0].request : "";
  const lines = foldTimeline(entries).flatMap((piece) => {
    const size = piece.kind === "cut" ? piece.entries.length : 1;
    const here = parting.kind === "parts" && parting.index >= piece.from && parting.index < piece.from + size;
    const marker = here ? partingLines(parting, differ, width, paint) : [];
    if (piece.kind === "cut")
      return [...hang(indent, cutWords(piece), width).map((line) => paint("dim", line)), ...marker];
    const entry = unsaid(piece.entry, asked, entries[piece.from - 1]);
    return [
      ...marker,
      ...waitLines(entry, paint),
      ...callLines(entry, columns, width, paint),
      ...faultLines(entry, width, paint),
    ];
  });
  const after =
    parting.kind === "same" || parting.index >= entries.length ? partingLines(parting, differ, width, paint) : [];
  const none = entries.length === 0 ? [`${indent}no call was made`] : [];
  const user = asked === "" ? [] : hang(`${indent}asked     `, clip(asked, longestQuestion), width);
  return [...none, ...user, ...lines, ...after, ...timelineEnd(treatment, control, width, margin, paint)].join("\n");
}

/** What the user said stands above the timeline once, and a retry says again only what has changed. */
function unsaid(entry: TimelineEntry, asked: string, before: TimelineEntry | undefined): TimelineEntry {
  const again = entry.attempt > 1 ? before : undefined;
  const request = (asked !== "" && entry.request === asked) || entry.request === again?.request ? "" : entry.request;
  return { ...entry, request, reply: entry.reply === again?.reply ? "" : entry.reply };
}

const faultLines = ({ faults }: TimelineEntry, width: number, paint: Paint): readonly string[] =>
  faults.flatMap(({ fault, note }) =>
    hang(`${indent}⚡ `, note === "" ? fault : `${fault}: ${note}`, width).map((line) => paint("yellow", line)),
  );

interface Columns {
  readonly address: number;
  readonly result: number;
}

const resultOf = ({ result, tookMs }: TimelineEntry): string =>
  tookMs === undefined || tookMs < 1 ? result : `${result} · ${formatDuration(tookMs)}`;

function columnsFor(entries: readonly TimelineEntry[], width: number): Columns {
  const widest = (texts: readonly string[]): number =>
    texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
  const result = Math.min(widest(entries.map(resultOf)), Math.floor(width * 0.25));
  const left = Math.max(6, width - margin - result - 12);
  return { address: Math.min(widest(entries.map((entry) => entry.address)), Math.floor(width * 0.4), left), result };
}

function callLines(entry: TimelineEntry, columns: Columns, width: number, paint: Paint): readonly string[] {
  const room = Math.max(0, width - margin - columns.address - columns.result - 6);
  const time = padStart(`${(entry.at / 1000).toFixed(2)}s`, margin - 2);
  const address = padEnd(clip(entry.address, columns.address), columns.address);
  const result = clip(resultOf(entry), columns.result);
  const good = /^2\d\d$|^answered$/.test(entry.result);
  // What a fault did to a reply is what the reader looks for: it gets a line of its own when it does not fit.
  const apart = entry.faults.length > 0 && entry.reply !== "" && displayWidth(entry.request + entry.reply) + 3 > room;
  const said = saying(apart ? { ...entry, reply: "" } : entry, room);
  const reply = apart ? hang(`${indent}◂ `, clip(entry.reply, 2 * (width - margin) - 24), width) : [];
  return [
    `${paint("dim", time)}  ${address}  ${paint("dim", "▸")} ${padEnd(said, room)}  ${good ? result : paint("red", result)}`,
    ...reply,
  ];
}

/** Request and reply in the room that there is; a long request leaves most of it to the reply. */
function saying({ request, reply }: Pick<TimelineEntry, "request" | "reply">, room: number): string {
  if (reply === "" || request === "") return clip(request + reply, room);
  const asked = clip(request, Math.max(Math.floor(room * 0.4), room - displayWidth(reply) - 3));
  return clip(`${asked} → ${reply}`, room);
}

function waitLines({ waitedMs, toldToWaitMs, attempt }: TimelineEntry, paint: Paint): readonly string[] {
  if (waitedMs === undefined) return [];
  const waited = waitedMs < 1 ? "at once" : `after ${formatDuration(waitedMs)}`;
  const early = toldToWaitMs !== undefined && waitedMs < toldToWaitMs * 0.95;
  const told =
    toldToWaitMs === undefined
      ? ""
      : early
        ? `, though told to wait ${formatDuration(toldToWaitMs)}`
        : ` (Retry-After ${formatDuration(toldToWaitMs)})`;
  const text = `${indent}↻ attempt ${attempt}, ${waited}${told}`;
  return [early ? paint("red", text) : paint("dim", text)];
}

function partingLines(parting: Parting, repliesDiffer: boolean, width: number, paint: Paint): readonly string[] {
  return hang(`${indent}╌╌ `, partingWords(parting, repliesDiffer), width).map((line) => paint("cyan", line));
}

function partingWords(parting: Parting, repliesDiffer: boolean): string {
  if (parting.kind === "same")
    return repliesDiffer
      ? "the same calls as in control, but not with the same contents"
      : "the same calls as in control, in the same order";
  if (parting.treatment === undefined) return `stops here; control went on to ${parting.control ?? "more calls"}`;
  if (parting.control === undefined) return "control had made its last call by here";
  return `parts from control here: control called ${parting.control}`;
}
