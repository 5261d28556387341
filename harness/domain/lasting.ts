import type { Injection, Trigger } from "./experiment.ts";
import { type FailureKind, failureKinds } from "./vocabulary.ts";

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

/** Whatever the injection strikes is an outage, at every time: no waiting and no other attempt gets through. */
export const isLasting = ({ fault, when, params }: Pick<Injection, "fault" | "when" | "params">): boolean =>
  always(when) && isOutage(fault, params);

const always = ({ probability = 1, every = 1, afterFirst = 0, ...others }: Trigger): boolean =>
  probability >= 1 && every === 1 && afterFirst === 0 && Object.values(others).every((part) => part === undefined);

function isOutage(fault: string, params: unknown): boolean {
  if (disconnects.has(fault) || awayKinds.has(fault)) return true;
  const given = typeof params === "object" && params !== null ? (params as Readonly<Record<string, unknown>>) : {};
  if (fault === "failure") return typeof given.kind === "string" && awayKinds.has(given.kind);
  const status = typeof given.status === "number" ? given.status : 0;
  return (fault === "http-error" || fault === "html-error-page") && (status >= 500 || away.includes(status));
}
