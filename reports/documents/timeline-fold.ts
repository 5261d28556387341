import { formatDuration } from "../../harness/domain/duration.ts";
import { counted } from "../text/figures.ts";
import type { TimelineEntry } from "./timeline-entries.ts";

/** A piece of a timeline: a call, or several that are left out. `from`: its place among all entries. */
export type TimelinePiece =
  | { readonly kind: "call"; readonly from: number; readonly entry: TimelineEntry }
  | {
      readonly kind: "cut";
      readonly from: number;
      readonly what: "attempt" | "call";
      readonly entries: readonly TimelineEntry[];
    };

/** Attempts at one call, and calls of a runaway agent, that are shown before and after the cut. */
const attemptsKept = { head: 2, tail: 1 } as const;
const callsKept = { head: 14, tail: 8 } as const;

const logicalCall = (entry: TimelineEntry): string => entry.address.replace(/#\d+$/, "");

/** Cuts the middle out of long series of attempts, then out of a timeline that is still too long to read. */
export function foldTimeline(entries: readonly TimelineEntry[]): readonly TimelinePiece[] {
  const pieces: TimelinePiece[] = [];
  let from = 0;
  while (from < entries.length) {
    const first = entries[from];
    const next = entries.findIndex(
      (entry, index) => index > from && first !== undefined && logicalCall(entry) !== logicalCall(first),
    );
    const end = next === -1 ? entries.length : next;
    const attempts = entries
      .slice(from, end)
      .map((entry, index): TimelinePiece => ({ kind: "call", from: from + index, entry }));
    pieces.push(...cutMiddle(attempts, attemptsKept, "attempt"));
    from = end;
  }
  return cutMiddle(pieces, callsKept, "call");
}

function cutMiddle(
  pieces: readonly TimelinePiece[],
  kept: { readonly head: number; readonly tail: number },
  what: "attempt" | "call",
): readonly TimelinePiece[] {
  // A cut that stands for one line saves nothing.
  if (pieces.length <= kept.head + kept.tail + 1) return pieces;
  const middle = pieces.slice(kept.head, pieces.length - kept.tail);
  const entries = middle.flatMap((piece) => (piece.kind === "call" ? [piece.entry] : piece.entries));
  return [
    ...pieces.slice(0, kept.head),
    { kind: "cut", from: middle[0]?.from ?? 0, what, entries },
    ...pieces.slice(pieces.length - kept.tail),
  ];
}

/** `… 12 more attempts, waits 0ms to 2s, each with a fault …` */
export function cutWords({ what, entries }: Extract<TimelinePiece, { kind: "cut" }>): string {
  const faulted = entries.filter(({ faults }) => faults.length > 0).length;
  const waits = entries.flatMap(({ waitedMs }) => (waitedMs === undefined ? [] : [waitedMs]));
  const [shortest, longest] = [Math.min(...waits), Math.max(...waits)].map(formatDuration);
  return [
    `… ${counted(entries.length, `more ${what}`)}`,
    ...(what === "call" || waits.length === 0
      ? []
      : [
          longest === "0ms"
            ? "each at once"
            : shortest === longest
              ? `each after ${shortest}`
              : `after ${shortest} to ${longest}`,
        ]),
    ...(faulted === 0 ? [] : [faulted === entries.length ? "each with a fault" : `${faulted} of them with a fault`]),
  ]
    .join(", ")
    .concat(" …");
}
