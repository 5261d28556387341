import type { CallRecord } from "../../domain/events.ts";
import type { Pair } from "../../domain/pair.ts";
import { askedFor, performancesOf, succeeded } from "./reading.ts";

/** The agent would have called the dependency, and did not. */
export interface RefusedDemand {
  /** Trial time in ms. */
  readonly t: number;
  /** Of the call that shows it, if one does. */
  readonly address?: string;
  readonly what: string;
}

/**
 * Where an agent wanted a dependency and left it alone, by what a trace can show of that: its model asked for one of the
 * dependency's operations and nothing was sent; something else was called in its place without it having been tried first; or a task
 * that needs it, as the control arm shows, got as far and went around it. In the order of time.
 */
export function refusedDemands(pair: Pair, dependency: string): readonly RefusedDemand[] {
  // Models are asked, and ask for tools; a task alone has called whatever is being looked at.
  const asked =
    pair.here.byDependency.get(dependency)?.[0]?.started.boundary === "model" ? [] : unsent(pair, dependency);
  const around = pair.treatment.bystanders.length === 0 ? [] : avoided(pair, dependency);
  return [...asked, ...diverted(pair, dependency), ...around].sort((a, b) => a.t - b.t);
}

function unsent({ here, usual }: Pair, dependency: string): RefusedDemand[] {
  const operations = new Set(
    [...(here.byDependency.get(dependency) ?? []), ...(usual.byDependency.get(dependency) ?? [])].map(
      ({ started }) => started.operation,
    ),
  );
  const found: RefusedDemand[] = [];
  for (const calls of Map.groupBy(here.calls, ({ started }) => started.performance).values()) {
    for (const [index, call] of calls.entries()) {
      const asked = askedFor(call)?.find(({ name }) => operations.has(name));
      if (!asked || !call.ended) continue;
      const { t } = call.ended;
      // Without a next turn the agent may have stopped for a reason of its own. Calls that fail at once share its moment.
      const next = calls.find(({ started }, at) => at > index && started.boundary === "model" && started.t >= t);
      if (!next) continue;
      const until = next.started.t;
      if (calls.some(({ started: one }) => one.dependency === dependency && one.t >= t && one.t <= until)) continue;
      found.push({
        t: call.ended.t,
        address: call.started.address,
        what: `the model asked for ${asked.name} and nothing was sent to ${dependency}`,
      });
    }
  }
  return found;
}

/** A fallback is what is called in the treatment arm only. */
function diverted({ here, usual }: Pair, dependency: string): RefusedDemand[] {
  const mine = here.byDependency.get(dependency) ?? [];
  const [first] = mine;
  if (!first) return [];
  const found: RefusedDemand[] = [];
  for (const [other, calls] of here.byDependency) {
    const boundary = calls[0]?.started.boundary;
    if (other === dependency || usual.byDependency.has(other) || boundary !== first.started.boundary) continue;
    for (const [index, call] of calls.entries()) {
      const before = calls.findLast(
        ({ started }, at) => at < index && started.performance === call.started.performance,
      );
      const { occurrence, attempt, performance, t } = call.started;
      if (attempt > 1 || (before && before.started.occurrence === occurrence)) continue;
      const since = before ? (before.ended?.t ?? before.started.t) : 0;
      const tried = mine.some(
        ({ started }) => started.performance === performance && started.t >= since && started.t <= t,
      );
      if (!tried)
        found.push({ t, address: call.started.address, what: `${other} was called and ${dependency} was not tried` });
    }
  }
  return found;
}

function avoided({ treatment, control }: Pair, dependency: string): RefusedDemand[] {
  const usual = performancesOf(control);
  return performancesOf(treatment).flatMap((record): RefusedDemand[] => {
    const twin = usual.find(({ task }) => task === record.task);
    const wanted = twin?.calls.findIndex((call) => call.started.dependency === dependency) ?? -1;
    if (!twin || wanted < 0 || record.ended?.end !== "answered") return [];
    if (record.calls.some((call) => call.started.dependency === dependency)) return [];
    const reached = (name: string): boolean =>
      record.calls.some((call) => call.started.dependency === name && succeeded(call));
    const before = new Set(twin.calls.slice(0, wanted).map((call) => call.started.dependency));
    if (![...before].every(reached)) return [];
    return [{ t: record.ended.t, what: `${record.task} was answered without a call to ${dependency}` }];
  });
}

/** Those of a dependency in the order in which their failures were known. */
export const byEnd = (calls: readonly CallRecord[]): readonly CallRecord[] =>
  calls.toSorted((a, b) => (a.ended?.t ?? Number.POSITIVE_INFINITY) - (b.ended?.t ?? Number.POSITIVE_INFINITY));
