import type { CallRecord, PerformanceRecord } from "./events.ts";

/**
 * What became of one call of a pair. `request`: it asked something else than control's call of the same address did. `reply`: it
 * asked the same and got something else. `extra`: control did not make it. `missing`: only control made it.
 */
export type StepChange = "same" | "request" | "reply" | "extra" | "missing";

/** One address in both arms of a pair. */
export interface Step {
  readonly task: string;
  readonly address: string;
  readonly dependency: string;
  readonly change: StepChange;
  /** Absent when it is missing. */
  readonly here?: CallRecord;
  /** Control's; absent when it is extra. */
  readonly usual?: CallRecord;
}

/**
 * Two performances of one task, step by step: the calls of the treatment in the order of time, and each call that only control
 * made behind the one that it followed there. Calls belong together by address, whatever the time was.
 */
export function alignCalls(
  treatment: PerformanceRecord | undefined,
  control: PerformanceRecord | undefined,
): readonly Step[] {
  const task = treatment?.task ?? control?.task ?? "";
  const here = inTime(treatment);
  const usual = inTime(control);
  const made = new Set<string>();
  for (const { started } of here) made.add(started.address);
  const twins = new Map<string, CallRecord>();
  for (const call of usual) twins.set(call.started.address, call);
  const missing = new Map<string | undefined, CallRecord[]>();
  let after: string | undefined;
  for (const call of usual) {
    if (made.has(call.started.address)) after = call.started.address;
    else missing.set(after, [...(missing.get(after) ?? []), call]);
  }
  const compare = openComparison();
  const steps: Step[] = [];
  const addMissing = (behind: string | undefined): void => {
    for (const call of missing.get(behind) ?? []) steps.push({ ...named(task, call), change: "missing", usual: call });
  };
  addMissing(undefined);
  for (const call of here) {
    const twin = twins.get(call.started.address);
    const { address, dependency } = call.started;
    steps.push(
      twin === undefined
        ? { task, address, dependency, here: call, change: "extra" }
        : { task, address, dependency, here: call, usual: twin, change: compare(call, twin) },
    );
    if (missing.size > 0) addMissing(address);
  }
  return steps;
}

const named = (task: string, { started: { address, dependency } }: CallRecord) => ({ task, address, dependency });

/** The store writes calls in the order of time; only what comes from elsewhere has to be sorted. */
function inTime(performance: PerformanceRecord | undefined): readonly CallRecord[] {
  const calls = performance?.calls ?? [];
  const sorted = calls.every((call, index) => index === 0 || (calls[index - 1]?.started.t ?? 0) <= call.started.t);
  return sorted ? calls : calls.toSorted((a, b) => a.started.t - b.started.t);
}

/** Compares calls in the order of time. A conversation that has once become another one stays another one. */
function openComparison(): (call: CallRecord, twin: CallRecord) => StepChange {
  const diverted = new Set<string>();
  return ({ started, ended }, twin) => {
    const { dependency, boundary, fingerprint } = started;
    if (fingerprint !== twin.started.fingerprint) {
      const carried = boundary === "model" && diverted.has(dependency);
      if (carried || !alikeButForTimes(started.request, twin.started.request)) {
        diverted.add(dependency);
        return "request";
      }
    }
    const alike =
      ended?.digest === twin.ended?.digest &&
      ended?.ending === twin.ended?.ending &&
      ended?.status === twin.ended?.status;
    return alike ? "same" : "reply";
  };
}

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

/**
 * A tool that says when it looked says another time when it is slow, and the next request quotes it: nothing else has changed. The
 * members of an object count in their order, as they stand in the request.
 */
function alikeButForTimes(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") return a.replaceAll(time, "T") === b.replaceAll(time, "T");
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => alikeButForTimes(item, b[index]))
    );
  const [mine, theirs] = [a, b] as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  const [names, others] = [namesIn(mine), namesIn(theirs)];
  return (
    names.length === others.length &&
    names.every((name, index) => {
      const other = others[index] ?? "";
      return alikeButForTimes(name, other) && alikeButForTimes(mine[name], theirs[other]);
    })
  );
}

/** What is undefined does not stand in the request. */
const namesIn = (members: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(members).filter((name) => members[name] !== undefined);
