import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Words } from "../../domain/told.ts";
import { begun, declared, lasted, seen, sighting } from "./reading.ts";

/** A time limit that is so much shorter than the dependency's usual one was cut to what is left. */
const cut = 0.9;
/** Timers are not exact, ms. */
const slack = 50;
/** Calls that last for less are not slow, ms. */
const noticeable = 1000;
/** An answer comes within this of the limit that ended its last call. */
const soon = 2000;

export const deadlinePropagation = defineEvidence({
  id: "E6",
  name: "deadline-propagation",
  summary:
    "No call is allowed more time than its task has left (`time-to-answer` in the hypothesis, else the experiment's deadline): the limits of later calls shrink, and all of them end with the task.",
  figures: { budgetMs: "ms", remainingMs: "ms", limitMs: "ms" },
  look({ treatment, experiment }) {
    const { record } = treatment.primary;
    const { ended } = record;
    if (!ended) return [];
    const claimed = declared(experiment, "time-to-answer");
    const budget = claimed ?? experiment.deadline;
    const ofBudget = (): string =>
      claimed === undefined
        ? `the deadline of ${formatDuration(budget)}`
        : `the ${formatDuration(budget)} that “time-to-answer” claims`;
    const slow = record.calls.filter((call) => call.faults.length > 0 && (isLimit(call) || lasted(call) > noticeable));
    const [first] = slow;
    if (!first) return [];
    const as = (
      conclusion: Sighting["conclusion"],
      reason: Words,
      call: CallRecord,
      limitMs: number,
    ): readonly Sighting[] => [
      sighting("task", conclusion, reason, () => [begun(call, "began"), seen(call)], {
        budgetMs: budget,
        remainingMs: Math.max(0, budget - call.started.t),
        limitMs,
      }),
    ];
    const outlived = slow.find(
      (call) =>
        ended.end === "answered" &&
        (call.ended?.t ?? ended.t) >= ended.t &&
        (call.ended?.ending === "trial-over" || call.ended?.ending === "hang" || call.ended?.ending === "silence"),
    );
    if (outlived)
      return as(
        "violated",
        () => `the task was answered after ${formatDuration(ended.t)} and ${outlived.started.address} was still open`,
        outlived,
        lasted(outlived),
      );
    const beyond = slow.find((call) => call.started.t < budget && (call.ended?.t ?? ended.t) > budget + slack);
    const hung = ended.end === "hung" ? slow.find((call) => (call.ended?.t ?? ended.t) >= ended.t) : undefined;
    const over = beyond ?? hung;
    if (over)
      return as(
        "absent",
        () =>
          `${over.started.address} began with ${formatDuration(Math.max(0, budget - over.started.t))} left of ${ofBudget()} and kept the task waiting for ${formatDuration(lasted(over))}`,
        over,
        lasted(over),
      );
    const promised = slow.find(({ started: { client, t } }) => (client?.timeoutMs ?? 0) > budget - t + slack);
    const shrunk = slow.find((call) => isCut(call, slow) && ended.t - (call.ended?.t ?? 0) <= soon);
    if (shrunk)
      return as(
        "present",
        () =>
          `${shrunk.started.address} was given ${formatDuration(lasted(shrunk))}, less than the usual ${formatDuration(usualOf(shrunk, slow))}, and the answer came right after`,
        shrunk,
        lasted(shrunk),
      );
    if (promised)
      return as(
        "cannot-tell",
        () =>
          `the client would have waited ${formatDuration(promised.started.client?.timeoutMs ?? 0)} for ${promised.started.address}, and something else ended it in time`,
        promised,
        promised.started.client?.timeoutMs ?? 0,
      );
    return as("cannot-tell", "no call came close to the end of the task's time", first, lasted(first));
  },
});

const isLimit = ({ ended }: CallRecord): boolean => ended?.ending === "aborted";

/** The longest limit that calls of the same kind were given. */
const usualOf = (call: CallRecord, slow: readonly CallRecord[]): number =>
  Math.max(
    0,
    ...slow
      .filter((other) => isLimit(other) && other.started.dependency === call.started.dependency)
      .map((other) => lasted(other)),
  );

const isCut = (call: CallRecord, slow: readonly CallRecord[]): boolean =>
  isLimit(call) && lasted(call) < cut * usualOf(call, slow);
