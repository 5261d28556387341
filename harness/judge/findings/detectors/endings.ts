import { at, endedAs } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** General: they say what it came to. */
export const endings = {
  "crashed-on-fault": (given) => (endedAs(given, "crashed") ? [{ ...at(given.hit.at(-1)), detail: given.why }] : []),

  "hung-on-fault": (given) => (endedAs(given, "hung") ? [{ ...at(given.hit.at(-1)), detail: given.why }] : []),

  "silent-wrong-answer": (given) =>
    given.misled && given.here.outcome !== "harmful" ? [{ ...at(given.hit.at(-1)), detail: given.why }] : [],
} satisfies Detectors;
