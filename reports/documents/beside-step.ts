import type { Step } from "../../harness/domain/align.ts";
import { formatDuration } from "../../harness/domain/duration.ts";
import type { CallRecord } from "../../harness/domain/events.ts";
import type { Paint } from "../text/paint.ts";
import { clip, displayWidth, padEnd, padStart } from "../text/width.ts";
import { hang } from "../text/wrap.ts";
import { endingWords } from "./call-words.ts";
import { entryOf, requestOf, type TimelineEntry } from "./timeline-entries.ts";

const margin = 10;
const indent = " ".repeat(margin);

export interface BesideColumns {
  readonly address: number;
  readonly here: number;
  readonly usual: number;
}

/** Room for an address and both results, as much as these steps need and a line of `width` has. */
export function besideColumns(steps: readonly Step[], width: number): BesideColumns {
  const widest = (texts: readonly string[]): number =>
    texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
  const room = Math.max(18, width - margin - 4);
  const here = Math.min(widest(steps.map((step) => resultOf(step.here))), Math.floor(room * 0.26));
  const usual = Math.min(widest(steps.map(usualWords)), Math.floor(room * 0.34));
  return { address: Math.min(widest(steps.map(({ address }) => address)), room - here - usual), here, usual };
}

/** One step: time, address, what the client saw here and in control; below it what was said, and faults with ⚡. `asked` stands above already. */
export function stepLines(
  step: Step,
  before: Step | undefined,
  asked: string,
  columns: BesideColumns,
  width: number,
  paint: Paint,
): readonly string[] {
  const { here, usual, change } = step;
  const entry = here && entryOf(here, attemptBefore(here, before));
  const time = padStart(entry ? `${(entry.at / 1000).toFixed(2)}s` : "–", margin - 2);
  const address = padEnd(clip(step.address, columns.address), columns.address);
  const own = padEnd(clip(resultOf(here), columns.here), columns.here);
  const twin = clip(usualWords(step), columns.usual);
  const good = entry !== undefined && /^2\d\d$|^answered$/.test(entry.result);
  const twinEntry = usual && change !== "same" ? entryOf(usual, undefined) : undefined;
  // A retry says again only what has changed, and control only what this arm did not say.
  const again = before?.here && entry && entry.attempt > 1 ? requestOf(before.here) : asked;
  const said = entry ? saying(entry, again) : "";
  const there = twinEntry ? saying(twinEntry, entry?.request ?? asked) : "";
  return [
    ...(entry ? waitLine(entry, paint) : []),
    `${paint("dim", time)}  ${address}  ${good ? own : paint("red", own)}  ${paint(change === "same" ? "dim" : "cyan", twin)}`.trimEnd(),
    ...spoken("", said, width),
    ...(there === "" || there === said ? [] : spoken("control: ", there, width).map((line) => paint("dim", line))),
    ...(entry?.faults ?? []).flatMap(({ fault, note }) =>
      hang(`${indent}⚡ `, note === "" ? fault : `${fault}: ${note}`, width).map((line) => paint("yellow", line)),
    ),
  ];
}

const attemptBefore = (call: CallRecord, before: Step | undefined): CallRecord | undefined => {
  const { dependency, operation, occurrence, attempt } = call.started;
  const one = before?.here?.started;
  return one?.dependency === dependency &&
    one.operation === operation &&
    one.occurrence === occurrence &&
    one.attempt === attempt - 1
    ? before?.here
    : undefined;
};

const tookWords = ({ started, ended }: CallRecord): string => {
  const took = ended === undefined ? 0 : ended.t - started.t;
  return took < 1 ? "" : ` · ${formatDuration(took)}`;
};

const resultOf = (call: CallRecord | undefined): string =>
  call === undefined ? "not made" : `${endingWords(call)}${tookWords(call)}`;

function usualWords({ change, usual }: Step): string {
  if (change === "same") return "as in control";
  if (usual === undefined) return "control: not made";
  return `control: ${endingWords(usual)}${tookWords(usual)}`;
}

/** `sku=HRN → 22 in stock`; a request that has been said is not said again. */
const saying = ({ request, reply }: TimelineEntry, known: string): string =>
  [request === known ? "" : request, reply].filter((text) => text !== "").join(" → ");

/** Two lines at the most. */
const spoken = (who: string, text: string, width: number): readonly string[] =>
  text === "" ? [] : hang(`${indent}  ${who}`, clip(text, 2 * (width - margin - 2 - who.length) - 12), width);

function waitLine({ waitedMs, toldToWaitMs, attempt }: TimelineEntry, paint: Paint): readonly string[] {
  if (waitedMs === undefined) return [];
  const waited = waitedMs < 1 ? "at once" : `after ${formatDuration(waitedMs)}`;
  const told = toldToWaitMs === undefined ? "" : `, told to wait ${formatDuration(toldToWaitMs)}`;
  return [paint("dim", `${indent}↻ attempt ${attempt}, ${waited}${told}`)];
}
