import { type Case, sightingsOf } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Faults that make a dependency slow; only then does it cost anything to ask one after the other. */
const slow = ["latency", "slow-first-token", "slow-tokens", "trickle"] as const;

const isSlow = ({ faults }: Case): boolean => slow.some((fault) => faults.has(fault));

/** Weaknesses that only their evidence detector can see: they rest on its sightings alone. */
export const sighted = {
  "breaker-leaks": (given) => sightingsOf(given, "E1", "violated"),
  "deadline-not-propagated": (given) => sightingsOf(given, "E6", "absent", "violated"),
  "late-result-used": (given) => sightingsOf(given, "E5", "violated"),
  "serial-independent-calls": (given) => (isSlow(given) ? sightingsOf(given, "E23", "absent", "violated") : []),
  "prompt-cache-defeated": (given) => sightingsOf(given, "E22", "absent", "violated"),
  "overload-not-shed": (given) => sightingsOf(given, "E16", "absent", "violated"),
  "stream-not-scanned": (given) => sightingsOf(given, "E24", "absent", "violated"),
  "permission-drift": (given) => sightingsOf(given, "E19", "absent", "violated"),
  "effect-before-approval": (given) => sightingsOf(given, "E17", "violated"),
} satisfies Detectors;
