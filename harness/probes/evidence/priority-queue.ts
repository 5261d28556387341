import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { begun, performancesOf, sighting, succeeded, times } from "./reading.ts";

/** Tasks at once from which there is a queue to speak of. */
const crowd = 3;
/** Calls at once to a dependency in trouble that no bound would let through. */
const unbounded = 10;
/** A task that waits so much longer than usual for its first call, ms, while others are served, is starved. */
const starving = 20_000;
/** A call that begins within this of another one's end has waited for it, ms. */
const handover = 5;
const handovers = 2;

export const priorityQueue = defineEvidence({
  id: "E16",
  name: "priority-queue",
  summary:
    "Under overload the calls in flight to a dependency stay bounded, what is beyond waits its turn, and no task is starved by the others.",
  figures: { maxInFlight: "count", usualInFlight: "count", tasks: "count", starved: "count", longestWaitMs: "ms" },
  look(pair) {
    if (pair.here.faulted.size === 0 || pair.treatment.bystanders.length + 1 < crowd) return [];
    return [...pair.here.faulted].flatMap((dependency) => about(dependency, pair));
  },
});

function about(dependency: string, pair: Pair): readonly Sighting[] {
  const calls = pair.here.byDependency.get(dependency) ?? [];
  const usual = pair.usual.byDependency.get(dependency) ?? [];
  const turns = turnsOf(pair, calls, usual);
  if (turns.length < crowd) return [];
  const { peak, at } = inFlight(calls);
  const starved = turns.filter(({ waited, served, hung }) => (waited >= starving || hung) && !served.early);
  const othersServed = turns.some(({ served }) => served.count > 0);
  const figures = {
    maxInFlight: peak,
    usualInFlight: inFlight(usual).peak,
    tasks: turns.length,
    starved: othersServed ? starved.length : 0,
    longestWaitMs: Math.max(0, ...turns.map(({ waited }) => waited)),
  };
  const as = (conclusion: Sighting["conclusion"], reason: string, saw = at): readonly Sighting[] => [
    sighting(dependency, conclusion, reason, () => saw.map((call) => begun(call, "was in flight")), figures),
  ];
  const [left] = starved;
  if (left && othersServed)
    return as(
      "violated",
      `${left.task} ${left.hung ? "was not served at all" : `waited ${formatDuration(left.waited)} longer than usual for its first call`}, while others were served`,
      calls.filter(({ started }) => started.t <= left.from),
    );
  if (peak > unbounded && peak > figures.usualInFlight / 2)
    return as("absent", `${peak} calls in flight at once to a dependency that is in trouble`);
  const queued = handoversIn(calls, peak);
  if (queued >= handovers && peak < turns.length)
    return as(
      "present",
      `at most ${times(peak, "call")} in flight for ${turns.length} tasks; ${queued} waited their turn`,
    );
  return as(
    "cannot-tell",
    `${times(peak, "call")} in flight at the most for ${turns.length} tasks: no queue, or no need of one`,
  );
}

interface Turn {
  readonly task: string;
  /** Of its first call, on the trial's clock; its end where there was none. */
  readonly from: number;
  /** How much later its first call began than in the control arm, ms. */
  readonly waited: number;
  readonly hung: boolean;
  readonly served: { readonly count: number; readonly early: boolean };
}

/** Every task that calls the dependency in the control arm, with when it came to its turn here. */
function turnsOf(pair: Pair, calls: readonly CallRecord[], usual: readonly CallRecord[]): readonly Turn[] {
  const twins = new Map(performancesOf(pair.control).map((record) => [record.task, record]));
  return performancesOf(pair.treatment).flatMap((record): readonly Turn[] => {
    const twin = twins.get(record.task);
    const then = usual.find(({ started }) => started.performance === twin?.id);
    if (!then) return [];
    const own = calls.filter(({ started }) => started.performance === record.id);
    const [first] = own;
    const end = record.ended?.t ?? then.started.t;
    const from = first?.started.t ?? end;
    // What was in the way must be the dependency itself: whoever called something else meanwhile was busy.
    const busy = record.calls.some(({ started }) => started.t < from && started.t > then.started.t);
    const waited = busy ? 0 : Math.max(0, from - then.started.t);
    return [
      {
        task: record.task,
        from,
        waited,
        hung: first === undefined && record.ended?.end === "hung" && record.calls.length === 0,
        served: { count: own.filter(succeeded).length, early: first !== undefined && waited < starving },
      },
    ];
  });
}

/** The most calls that were in flight at one moment, and those. */
function inFlight(calls: readonly CallRecord[]): { readonly peak: number; readonly at: readonly CallRecord[] } {
  let open: CallRecord[] = [];
  let at: readonly CallRecord[] = [];
  for (const call of calls) {
    open = open.filter(({ ended }) => (ended?.t ?? Number.POSITIVE_INFINITY) > call.started.t);
    open.push(call);
    if (open.length > at.length) at = [...open];
  }
  return { peak: at.length, at };
}

/** Calls that begin as soon as one of another task is over, while all other places are taken. */
function handoversIn(calls: readonly CallRecord[], peak: number): number {
  return calls.filter(({ started }) => {
    const others = calls.filter((other) => other.started.performance !== started.performance);
    const freed = others.some(
      ({ ended, started: { t } }) => ended && t < started.t && started.t >= ended.t && started.t - ended.t <= handover,
    );
    const busy = calls.filter((other) => other.started.t < started.t && (other.ended?.t ?? 0) > started.t).length;
    return freed && busy >= peak - 1;
  }).length;
}
