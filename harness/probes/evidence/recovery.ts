import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Injection } from "../../domain/experiment.ts";
import type { ArmView, Pair } from "../../domain/pair.ts";
import type { Words } from "../../domain/told.ts";
import { outcomeOf, performancesOf, seen, sighting, succeeded, times } from "./reading.ts";
import { refusedDemands } from "./refused-demand.ts";

/** A dependency that is well again and wanted so often, for so long, and not tried once, ms, has been given up for good. */
const wantedAgain = 3;
const longSince = 30_000;

export const recovery = defineEvidence({
  id: "E25",
  name: "recovery",
  summary:
    "Once a fault is over the dependency is used as before: how long that takes from its last firing, or from the end of its window, and whether errors are left behind.",
  figures: { recoveryMs: "ms", residualErrors: "count", callsAfter: "count" },
  look(pair) {
    if (pair.here.faulted.size === 0) return [];
    const method = pair.experiment.cells[pair.treatment.record.trial.cell]?.method ?? [];
    return [...pair.here.faulted].flatMap((dependency) => {
      const own = method.filter(({ into }) => into.dependencies.some((name) => name === dependency || name === "*"));
      return own.length > 0 && own.every(passes) ? about(dependency, own, pair) : [];
    });
  },
});

/** The fault leaves some calls alone: there is something to recover to. */
const passes = ({ when }: Injection): boolean =>
  [when.nth, when.every, when.first, when.probability, when.window, when.duty, when.ramp].some(
    (part) => part !== undefined,
  );

const answerOf = ({ started, ended }: CallRecord): string =>
  `${started.dependency} ${started.operation} ${ended?.status ?? ended?.ending}`;

/** Not because the client, or the trial, ended it. */
const failedByItself = (call: CallRecord): boolean =>
  !succeeded(call) && call.ended !== undefined && !["aborted", "trial-over", "hang"].includes(call.ended.ending);

function about(dependency: string, injections: readonly Injection[], pair: Pair): readonly Sighting[] {
  const calls = pair.here.byDependency.get(dependency) ?? [];
  const last = calls.findLast(({ faults }) => faults.length > 0);
  if (!last) return [];
  const over = endOfFault(injections, last, pair);
  const begins = Math.max(over, last.started.t);
  const after = calls.filter((call) => call.faults.length === 0 && call.started.t >= begins && call !== last);
  const back = after.find(succeeded);
  const failed = cleanAfter(pair.here, begins).filter(failedByItself);
  const usual = new Set(failed.length > 0 ? pair.usual.calls.map(answerOf) : []);
  const residual = failed.filter((call) => !usual.has(answerOf(call)));
  const figures = {
    callsAfter: after.length,
    residualErrors: residual.length,
    ...(back?.ended ? { recoveryMs: back.ended.t - over } : {}),
  };
  const saw = () => [last, ...residual, ...(back ? [back] : [])].map((call) => seen(call)).sort((a, b) => a.t - b.t);
  const as = (conclusion: Sighting["conclusion"], reason: Words): readonly Sighting[] => [
    sighting(dependency, conclusion, reason, saw, figures),
  ];
  const [left] = residual;
  if (left)
    return as(
      "violated",
      () =>
        `${times(residual.length, "call")} failed after the fault was over: ${left.started.address} ${outcomeOf(left)}`,
    );
  if (back)
    return as(
      "present",
      () => `used as before ${formatDuration((back.ended?.t ?? over) - over)} after the fault was over`,
    );
  const wanted = refusedDemands(pair, dependency).filter(({ t }) => t > over);
  const end = Math.max(...performancesOf(pair.treatment).map(({ ended }) => ended?.t ?? 0));
  if (after.length === 0 && wanted.length >= wantedAgain && end - over >= longSince)
    return as(
      "absent",
      () =>
        `not tried once in the ${formatDuration(end - over)} after the fault was over, though it was wanted ${times(wanted.length, "time")}`,
    );
  return as("cannot-tell", "nothing was asked of it after the fault was over");
}

/** When the window closed, if that is what ended it; else when the last call that it hit was over. */
function endOfFault(injections: readonly Injection[], last: CallRecord, pair: Pair): number {
  const windows = injections.flatMap(({ when }) => (when.window ? [when.window.to] : []));
  const closed = windows.length === injections.length ? Math.max(...windows) : undefined;
  const end = pair.treatment.primary.record.ended?.t ?? 0;
  const hit = last.ended?.t ?? last.started.t;
  return closed !== undefined && closed <= end && closed >= last.started.t ? closed : hit;
}

const cleanAfter = ({ calls }: ArmView, t: number): readonly CallRecord[] =>
  calls.filter(({ started, faults }) => faults.length === 0 && started.t > t);
