import { failedVisibly } from "../domain/attempts.ts";
import type { Injection, Trigger } from "../domain/experiment.ts";
import type { Pair } from "../domain/pair.ts";
import { type FailureKind, failureKinds } from "../domain/vocabulary.ts";

/** They are about the request, not about the dependency: another request would have been served. */
const ofTheRequest: ReadonlySet<FailureKind> = new Set([
  "context-overflow",
  "content-filtered",
  "guardrail-intervened",
  "not-found",
  "invalid-request",
]);
const awayKinds: ReadonlySet<string> = new Set(failureKinds.filter((kind) => !ofTheRequest.has(kind)));
/** Faults by which no connection leads to a reply. */
const disconnects: ReadonlySet<string> = new Set([
  "refused",
  "dns-failure",
  "connection-reset",
  "connect-timeout",
  "hang",
]);
/** Statuses below 500 with which a dependency serves nobody. */
const away = [401, 403, 408, 429];

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
export const takesAway = ({ fault, into, when, params }: Injection): boolean =>
  into.operations === undefined && into.where === undefined && always(when) && isOutage(fault, params);

const always = ({ probability = 1, every = 1, afterFirst = 0, ...others }: Trigger): boolean =>
  probability >= 1 && every === 1 && afterFirst === 0 && Object.values(others).every((part) => part === undefined);

function isOutage(fault: string, params: unknown): boolean {
  if (disconnects.has(fault) || awayKinds.has(fault)) return true;
  const given = typeof params === "object" && params !== null ? (params as Readonly<Record<string, unknown>>) : {};
  if (fault === "failure") return typeof given.kind === "string" && awayKinds.has(given.kind);
  const status = typeof given.status === "number" ? given.status : 0;
  return (fault === "http-error" || fault === "html-error-page") && (status >= 500 || away.includes(status));
}
