import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord, PerformanceRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import type { Words } from "../../domain/told.ts";
import { declared, lasted, median, outcomeOf, performancesOf, seen, sighting, succeeded, times } from "./reading.ts";

/** Nobody waits for one step of an answer for longer, ms; less where the whole answer is due sooner. */
const longest = 20_000;
/** A call that lasts so many times as long as usual, and so many ms, might have been given up. */
const slow = 5;
const noticeable = 1000;
/** A step that goes on within this of the timeout has ended with it, ms. */
const soon = 1000;
/** A call that was given up once is not waited for so many times as long another time. */
const unlike = 3;

export const timeout = defineEvidence({
  id: "E5",
  name: "timeout",
  summary:
    "A call that takes too long is given up by its client: the service sees it closed, the step goes on, and nothing is left open.",
  figures: { timeoutMs: "ms", timedOut: "count", longestMs: "ms", leftOpen: "count", lateReplies: "count" },
  look(pair) {
    if (pair.here.faulted.size === 0) return [];
    const slowCalls = pair.here.calls.filter(
      (call) => call.faults.length > 0 && (lasted(call) >= noticeable || call.ended?.ending === "trial-over"),
    );
    if (slowCalls.length === 0) return [];
    const records = new Map(performancesOf(pair.treatment).map((record) => [record.id, record]));
    const byDependency = Map.groupBy(slowCalls, ({ started }) => started.dependency);
    return [...byDependency].flatMap(([dependency, calls]) => about(dependency, calls, records, pair));
  },
});

function about(
  dependency: string,
  given: readonly CallRecord[],
  records: ReadonlyMap<string, PerformanceRecord>,
  pair: Pair,
): readonly Sighting[] {
  const usual = median((pair.usual.byDependency.get(dependency) ?? []).map(lasted)) ?? 0;
  const calls = given.filter((call) => lasted(call) >= slow * usual);
  if (calls.length === 0) return [];
  const recordOf = (call: CallRecord): PerformanceRecord | undefined => records.get(call.started.performance);
  const due = declared(pair.experiment, "time-to-answer");
  const limit = Math.min(longest, due ?? longest);
  const timed = calls.filter((call) => isTimeout(call, recordOf(call)));
  const open = calls.filter((call) => wasLeftOpen(call, recordOf(call)));
  const late = open.filter(succeeded);
  const waited = calls.filter((call) => !timed.includes(call) && !open.includes(call));
  const long = waited.filter((call) => lasted(call) >= limit);
  const times_ = timed.map(lasted);
  const shortest = median(times_);
  const figures = {
    timedOut: timed.length,
    leftOpen: open.length,
    lateReplies: late.length,
    longestMs: Math.max(...calls.map(lasted)),
    ...(shortest === undefined ? {} : { timeoutMs: shortest }),
  };
  const as = (conclusion: Sighting["conclusion"], reason: Words, saw: readonly CallRecord[]): readonly Sighting[] => [
    sighting(dependency, conclusion, reason, () => saw.map((call) => seen(call)), figures),
  ];
  const [left] = open;
  if (left)
    return as(
      "violated",
      () => `the agent went on and left ${times(open.length, "call")} open: ${left.started.address} ${outcomeOf(left)}`,
      open,
    );
  if (shortest !== undefined && long.some((call) => lasted(call) >= unlike * shortest))
    return as(
      "violated",
      () =>
        `given up after ${formatDuration(shortest)} in ${times(timed.length, "call")}, and waited for up to ${formatDuration(figures.longestMs)} in others`,
      calls,
    );
  const tooLate = timed.filter((call) => due !== undefined && lasted(call) > due);
  if (tooLate.length > 0)
    return as(
      "violated",
      () =>
        `given up only after ${formatDuration(Math.max(...tooLate.map(lasted)))}, when the whole answer was due within ${formatDuration(due ?? 0)}`,
      tooLate,
    );
  if (long.length > 0)
    return as(
      "absent",
      () =>
        `waited ${formatDuration(Math.max(...long.map(lasted)))} for a call that usually takes ${formatDuration(usual)}`,
      long,
    );
  if (shortest !== undefined)
    return as("present", () => `${times(timed.length, "call")} given up after ${formatDuration(shortest)}`, timed);
  return as("cannot-tell", () => `no call took longer than ${formatDuration(figures.longestMs)}`, calls);
}

/** The client gave up while its task was still being worked on. */
function isTimeout({ ended }: CallRecord, record: PerformanceRecord | undefined): boolean {
  if (ended?.ending !== "aborted") return false;
  const end = record?.ended;
  return end === undefined || ended.t < end.t || (ended.t === end.t && end.end === "answered");
}

/** The task was answered, or the same call was made anew, long before this one ended: it was given up and not closed. */
function wasLeftOpen(call: CallRecord, record: PerformanceRecord | undefined): boolean {
  const { started, ended } = call;
  if (!record || ended === undefined) return false;
  // What ended before the answer was closed in time, whatever it ended in.
  const answered = record.ended?.end === "answered" && ended.t >= record.ended.t;
  if (answered && (ended.ending === "trial-over" || ended.ending === "hang" || ended.ending === "silence")) return true;
  const next = record.calls.find(
    (other) =>
      other.started.dependency === started.dependency &&
      other.started.operation === started.operation &&
      other.started.occurrence === started.occurrence &&
      other.started.attempt > started.attempt,
  );
  // A second attempt beside the first one is a hedge as long as the loser is closed once there is a winner.
  if (!next || ended.t - next.started.t <= soon || ended.ending === "aborted") return false;
  return succeeded(next);
}
