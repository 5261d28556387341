import { failedVisibly } from "../domain/attempts.ts";
import type { Injection } from "../domain/experiment.ts";
import { isLasting } from "../domain/lasting.ts";
import type { Pair } from "../domain/pair.ts";

/** The one dependency that was away throughout in a treatment trial, so that the primary task lost it and nothing else; if there is one. */
export function lostDependency({ treatment, experiment, here }: Pair): string | undefined {
  const method = experiment.cells[treatment.record.trial.cell]?.method ?? [];
  if (here.faulted.size !== 1 || !treatment.primary.exposed || !isAway(method)) return undefined;
  const [dependency = ""] = here.faulted;
  const calls = here.byDependency.get(dependency) ?? [];
  const throughout = calls.every((call) => call.faults.length > 0 && failedVisibly(call));
  return throughout ? dependency : undefined;
}

const known = new WeakMap<readonly Injection[], boolean>();
/** Once for each cell, not for each of its pairs. */
function isAway(method: readonly Injection[]): boolean {
  const away = known.get(method) ?? (method.length > 0 && method.every(takesAway));
  known.set(method, away);
  return away;
}

/** The injection makes its dependency unavailable at every call. */
export const takesAway = (injection: Injection): boolean =>
  injection.into.operations === undefined && injection.into.where === undefined && isLasting(injection);
