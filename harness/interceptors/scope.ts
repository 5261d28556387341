import { AsyncLocalStorage } from "node:async_hooks";
import type { Scope } from "../domain/ports.ts";

/** Header by which a request of the same process, or of an agent that cooperates, says to whom it belongs. */
export const scopeHeader = "x-brownout-scope";

/** `trial;p=performance`, each part percent-encoded, so that it fits a path segment and a header alike. */
export const encodeScope = (scope: Scope): string =>
  encodeURIComponent(scope.trial) +
  (scope.performance === undefined ? "" : `;p=${encodeURIComponent(scope.performance)}`);

/** The inverse of `encodeScope`; undefined for anything else. */
export function decodeScope(text: string): Scope | undefined {
  const [trial, performance, ...rest] = text.split(";");
  if (!trial || rest.length > 0) return undefined;
  if (performance !== undefined && !performance.startsWith("p=")) return undefined;
  try {
    return {
      trial: decodeURIComponent(trial),
      ...(performance === undefined ? {} : { performance: decodeURIComponent(performance.slice(2)) }),
    };
  } catch {
    return undefined; // a stray % in the text
  }
}

/** The performance that `baggage: brownout.trial=…,brownout.performance=…` names (W3C Baggage, values percent-encoded). */
export function scopeFromBaggage(baggage: string | undefined): { trial?: string; performance?: string } {
  const found: { trial?: string; performance?: string } = {};
  for (const member of (baggage ?? "").split(",")) {
    const [pair = ""] = member.split(";");
    const equals = pair.indexOf("=");
    const key = pair.slice(0, equals).trim();
    if (key !== "brownout.trial" && key !== "brownout.performance") continue;
    try {
      found[key === "brownout.trial" ? "trial" : "performance"] = decodeURIComponent(pair.slice(equals + 1).trim());
    } catch {
      // not percent-encoded text: it names nobody
    }
  }
  return found;
}

/**
 * What the running code belongs to. `passing`: its requests were already let through and must not be asked about again.
 * `unseen`: they are the harness's own, and nobody but their server may notice them.
 */
interface Current {
  readonly scope: Scope | undefined;
  readonly passing: boolean;
  readonly unseen?: true;
}
const storage = new AsyncLocalStorage<Current>();

export const currentScope = (): Scope | undefined => storage.getStore()?.scope;
export const isPassing = (): boolean => storage.getStore()?.passing === true;
export const isUnseen = (): boolean => storage.getStore()?.unseen === true;
export const runInScope = <T>(scope: Scope, body: () => T): T => storage.run({ scope, passing: false }, body);
export const runPassing = <T>(body: () => T): T => storage.run({ scope: currentScope(), passing: true }, body);
export const runUnseen = <T>(body: () => T): T => storage.run({ scope: undefined, passing: true, unseen: true }, body);
