import { failedVisibly } from "../../../domain/attempts.ts";
import { formatDuration } from "../../../domain/duration.ts";
import type { CallRecord } from "../../../domain/events.ts";
import { at, type Case, fieldsOf, lasted, type Sign, sightingsOf, signOf } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Faults that make a dependency slow; only then does it cost anything to ask one after the other. */
const slow = ["latency", "slow-first-token", "slow-tokens", "trickle"] as const;

const isSlow = ({ faults }: Case): boolean => slow.some((fault) => faults.has(fault));

/** Weaknesses that only their evidence detector can see: they rest on its sightings alone. */
export const sighted = {
  "breaker-leaks": (given) => sightingsOf(given, "E1", "violated"),
  "deadline-not-propagated": (given) => sightingsOf(given, "E6", "absent", "violated"),
  "late-result-used": (given) => sightingsOf(given, "E5", "violated"),
  "serial-independent-calls": (given) => {
    if (!isSlow(given)) return [];
    const seen = sightingsOf(given, "E23", "absent", "violated");
    return seen.length > 0 ? seen : askedInTurn(given);
  },
  "prompt-cache-defeated": (given) => sightingsOf(given, "E22", "absent", "violated"),
  "overload-not-shed": (given) => sightingsOf(given, "E16", "absent", "violated"),
  "stream-not-scanned": (given) => sightingsOf(given, "E24", "absent", "violated"),
  "permission-drift": (given) => sightingsOf(given, "E19", "absent", "violated"),
  "effect-before-approval": (given) => handing(given, true),
  "handover-only-said": (given) => handing(given, false),
} satisfies Detectors;

/** Of hand-overs that went wrong: those with a change that was to wait for them, or those that were none. */
const handing = (given: Case, changed: boolean): readonly Sign[] =>
  given
    .saw("E17", "violated")
    .filter(({ figures }) => (figures["changesBefore"] ?? 0) > 0 === changed)
    .map(signOf);

/** Long enough that it would have been felt to ask both at once, ms. */
const felt = 1000;

/**
 * The same question to two sources, the second when the first had answered in full: what comes second does not need what came first.
 * Told only where the answer came too late for what the hypothesis claims, since otherwise one at a time is nobody's loss.
 */
function askedInTurn(given: Case): readonly Sign[] {
  if (given.saw("E21", "violated").length === 0) return [];
  const asked = given.here.record.calls.filter(
    (call) => call.started.boundary === "retrieval" && !failedVisibly(call) && lasted(call) >= felt,
  );
  return asked.flatMap((later) => {
    const before = asked.find(
      (one) =>
        one.started.dependency !== later.started.dependency &&
        (one.ended?.t ?? Number.POSITIVE_INFINITY) <= later.started.t &&
        queryOf(one) !== undefined &&
        queryOf(one) === queryOf(later),
    );
    return before
      ? [
          {
            ...at(later),
            detail: `${later.started.dependency} was asked what ${before.started.dependency} had been asked, once that had answered: ${formatDuration(lasted(before))} and ${formatDuration(lasted(later))} one after the other`,
          },
        ]
      : [];
  });
}

const queryOf = ({ started }: CallRecord): unknown => fieldsOf(started.request)["query"];
