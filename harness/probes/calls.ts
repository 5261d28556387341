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

/** Milliseconds until the primary task was answered or given up by its deadline; undefined if it crashed or has no end. */
export function timeToAnswer({ record }: Judged): number | undefined {
  const ended = record.ended;
  return ended === undefined || ended.end === "crashed" ? undefined : ended.t;
}

/**
 * The same for a measure of how long users wait: a task that crashed, failed or hung never got its answer, so it counts with
 * the deadline, and never with less than what the trial or its twin took. Dying early is not being fast.
 */
export function timeWaited(trial: JudgedTrial, control: JudgedTrial): number | undefined {
  const { primary, deadline } = trial;
  if (primary.outcome !== "crashed" && primary.outcome !== "hung") return timeToAnswer(primary);
  const ends = [...performancesOf(trial), control.primary].flatMap(({ record }) => record.ended?.t ?? []);
  const known = deadline === undefined ? ends : [deadline, ...ends];
  return known.length === 0 ? undefined : Math.max(...known);
}
