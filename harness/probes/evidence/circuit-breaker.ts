import { inContext } from "../../domain/attempts.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Observation, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { begun, inTrouble, seen, sighting, succeeded, times } from "./reading.ts";
import { byEnd, type RefusedDemand, refusedDemands } from "./refused-demand.ts";

/** Failures in a row after which some breaker would have opened, and after which every one would. */
const enough = 2;
const plenty = 5;
/** Calls after that which show that none is there. */
const leaks = 5;
/** Calls that get through an open breaker and show that it does not hold. */
const leaksOpen = 3;
/** A breaker that is open lets the first call through after this long at the earliest, ms. */
const shortestPause = 1000;
/** Trial calls of a breaker that is half open; libraries let through from 1 to 10. */
const mostProbes = 10;

export const circuitBreaker = defineEvidence({
  id: "E1",
  name: "circuit-breaker",
  summary:
    "After several failures in a row a dependency is left alone though it is wanted, but for a few trial calls after a pause.",
  figures: { failures: "count", tripMs: "ms", leakedCalls: "count", probes: "count", openMs: "ms" },
  look(pair) {
    return [...pair.here.faulted].flatMap((dependency) => {
      const all = (pair.here.byDependency.get(dependency) ?? []).filter((call) => !inContext(call));
      if (!severalFailed(all)) return [];
      const calls = byEnd(all);
      const row = firstRow(calls, enough);
      return row ? [about(dependency, calls, row, pair)] : [];
    });
  },
});

function severalFailed(calls: readonly CallRecord[]): boolean {
  let failed = 0;
  for (const call of calls) if (inTrouble(call)) failed += 1;
  return failed >= enough;
}

/** Failures one after another without a success between them. */
function firstRow(calls: readonly CallRecord[], length: number): readonly CallRecord[] | undefined {
  let row: CallRecord[] = [];
  for (const call of calls) {
    if (inTrouble(call)) row.push(call);
    else if (row.length >= length) return row;
    else if (succeeded(call)) row = [];
  }
  return row.length >= length ? row : undefined;
}

const endOf = ({ started, ended }: CallRecord): number => ended?.t ?? started.t;

function about(dependency: string, calls: readonly CallRecord[], row: readonly CallRecord[], pair: Pair): Sighting {
  const known = endOf(row[enough - 1] ?? (row[0] as CallRecord));
  const [refused, ...others] = refusedDemands(pair, dependency).filter(({ t }) => t >= known);
  if (refused) return open(dependency, calls, row, [refused, ...others]);
  const opened = row[plenty - 1];
  const leaked = opened ? row.slice(plenty).filter(({ started }) => started.t >= endOf(opened)) : [];
  const first = row[0] as CallRecord;
  const figures = {
    failures: row.length,
    leakedCalls: leaked.length,
    ...(opened ? { tripMs: endOf(opened) - first.started.t } : {}),
  };
  const saw = () => row.map((call) => seen(call));
  if (leaked.length >= leaks && new Set(row.map(({ started }) => logicalOf(started))).size > 1)
    return sighting(
      dependency,
      "absent",
      `${times(leaked.length, "further call")} after ${plenty} failures in a row, ${row.length} in all`,
      saw,
      figures,
    );
  return sighting(
    dependency,
    "cannot-tell",
    `${times(row.length, "failure")} in a row, and nothing shows that it was wanted after that`,
    saw,
    figures,
  );
}

const logicalOf = ({ performance, operation, occurrence }: CallRecord["started"]): string =>
  `${performance} ${operation} ${occurrence}`;

/** It was left alone though it was wanted: how soon, how strictly, and with what trial calls. */
function open(
  dependency: string,
  calls: readonly CallRecord[],
  row: readonly CallRecord[],
  refused: readonly RefusedDemand[],
): Sighting {
  const since = refused[0]?.t ?? 0;
  const before = row.filter((call) => endOf(call) <= since);
  const first = before[0] ?? (row[0] as CallRecord);
  const last = before.at(-1) ?? first;
  const leaked: CallRecord[] = [];
  const probes: CallRecord[] = [];
  let closedFrom = endOf(last);
  let probing: { readonly until: number; count: number } | undefined;
  let burst = 0;
  for (const call of calls.toSorted((a, b) => a.started.t - b.started.t)) {
    const { t } = call.started;
    if (t < since) continue;
    if (probing && t <= probing.until) {
      probing.count += 1;
      burst = Math.max(burst, probing.count);
      probes.push(call);
    } else if (t - closedFrom >= shortestPause) {
      probing = { until: endOf(call), count: 1 };
      burst = Math.max(burst, 1);
      probes.push(call);
    } else leaked.push(call);
    // A trial call that succeeds closes the breaker: what follows is as usual.
    if (succeeded(call)) break;
    closedFrom = Math.max(closedFrom, endOf(call));
  }
  const pause = probes[0] ? probes[0].started.t - endOf(last) : undefined;
  const figures = {
    failures: before.length,
    tripMs: endOf(last) - first.started.t,
    leakedCalls: leaked.length,
    probes: probes.length,
    ...(pause === undefined ? {} : { openMs: pause }),
  };
  const saw = (): Observation[] =>
    [
      ...before.map((call) => seen(call)),
      ...refused.map(({ t, address, what }) => ({ ...(address === undefined ? {} : { address }), t, what })),
      ...probes.map((call) => begun(call, "a trial call was let through")),
      ...leaked.map((call) => begun(call, "was called while it was being left alone")),
    ].sort((a, b) => a.t - b.t);
  const trip = (): string => `after ${times(before.length, "failure")} in ${formatDuration(figures.tripMs)}`;
  if (leaked.length >= leaksOpen)
    return sighting(
      dependency,
      "violated",
      () => `left alone ${trip()}, and yet ${times(leaked.length, "call")} went through`,
      saw,
      figures,
    );
  if (burst > mostProbes)
    return sighting(
      dependency,
      "violated",
      () => `left alone ${trip()}, then ${burst} calls were let through before one had an answer`,
      saw,
      figures,
    );
  return sighting(
    dependency,
    "present",
    () =>
      `left alone ${trip()}: ${times(refused.length, "call")} not made, ${times(leaked.length, "leaked call")}, ${times(probes.length, "trial call")}`,
    saw,
    figures,
  );
}
