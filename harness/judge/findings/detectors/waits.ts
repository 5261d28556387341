import { formatDuration } from "../../../domain/duration.ts";
import { at, endedAs, lasted } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Longer than a person waits for one step of an answer. */
const longWait = 20_000;

export const waits = {
  "no-timeout": (given) => (endedAs(given, "hung") ? [{ ...at(given.hit.at(-1)), detail: given.why }] : []),

  "waited-too-long": ({ here, usual, hit }) => {
    if (here.outcome === "hung" || hit.length === 0) return [];
    const longest = Math.max(0, ...usual.record.calls.map(lasted));
    return hit
      .filter((call) => lasted(call) >= longWait && lasted(call) >= 5 * longest)
      .map((call) => ({
        address: call.started.address,
        detail: `waited ${formatDuration(lasted(call))} for it; without the fault no call took longer than ${formatDuration(longest)}`,
      }));
  },
} satisfies Detectors;
