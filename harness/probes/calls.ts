import type { CallRecord } from "../domain/events.ts";
import type { Judged, JudgedTrial } from "../domain/judgement.ts";

/** Views of a trial's calls that several probes share. */

const performancesOf = (trial: JudgedTrial): readonly Judged[] => [trial.primary, ...trial.bystanders];

export const callsOf = (trial: JudgedTrial): readonly CallRecord[] =>
  performancesOf(trial).flatMap(({ record }) => record.calls);

/** Dependencies at which a fault fired in this trial. */
export const faultedIn = (trial: JudgedTrial): ReadonlySet<string> =>
  new Set(
    callsOf(trial)
      .filter(({ faults }) => faults.length > 0)
      .map(({ started }) => started.dependency),
  );

/** Calls at the faulted dependencies; all calls if nothing fired, so that a control arm has a figure too. */
export function callsUnderFault(trial: JudgedTrial): readonly CallRecord[] {
  const faulted = faultedIn(trial);
  return faulted.size === 0 ? callsOf(trial) : callsOf(trial).filter(({ started }) => faulted.has(started.dependency));
}

/** Attempts at the same logical call, in order. */
export function logicalCalls(calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] {
  const groups = new Map<string, CallRecord[]>();
  for (const call of calls) {
    const { performance, boundary, dependency, operation, occurrence } = call.started;
    const key = [performance, boundary, dependency, operation, occurrence].join("\u0000");
    const group = groups.get(key);
    if (group) group.push(call);
    else groups.set(key, [call]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => a.started.attempt - b.started.attempt));
}

/** Attempts as performed: by performance, dependency and operation, in the order of time. */
export function callsByOperation(calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] {
  const groups = new Map<string, CallRecord[]>();
  for (const call of calls) {
    const key = [call.started.performance, call.started.dependency, call.started.operation].join("\u0000");
    const group = groups.get(key);
    if (group) group.push(call);
    else groups.set(key, [call]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => a.started.t - b.started.t));
}

/** Milliseconds until the primary task was answered or given up by its deadline; undefined if it crashed or has no end. */
export function timeToAnswer({ record }: Judged): number | undefined {
  const ended = record.ended;
  return ended === undefined || ended.end === "crashed" ? undefined : ended.t;
}
