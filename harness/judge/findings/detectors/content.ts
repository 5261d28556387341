import { marksShown } from "../../../domain/signs.ts";
import { at, type Detect, hitBy } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** A bad result went in, a wrong answer came out, and nothing warned of it. */
const trusted =
  (saw: string, ...faults: readonly string[]): Detect =>
  (given) =>
    given.misled
      ? hitBy(given, ...faults).map(({ started }) => ({
          address: started.address,
          detail: `${saw}; the answer ${given.why}`,
        }))
      : [];

/** The same of what no reader could take for true: to have said something false of it is enough, whatever else was said. */
const used =
  (saw: string, ...faults: readonly string[]): Detect =>
  (given) => {
    const told = given.usual.outcome === "correct" && (given.here.truth?.untrue ?? 0) > 0;
    return given.misled || told
      ? hitBy(given, ...faults).map((call) => ({ ...at(call), detail: `${saw}; the answer ${given.why}` }))
      : [];
  };

/** Faults that give a result the wrong shape. */
const misshapen = ["html-error-page", "wrong-types", "missing-fields", "error-in-200"] as const;
const usedMisshapen = used("got a result of the wrong shape", ...misshapen);

/** A result of the wrong shape stands in the answer as it came. Each fact may be there, and the user reads what was meant for a program. */
const shownAsItCame: Detect = (given) => {
  const { here, usual } = given;
  if (usual.outcome !== "correct") return [];
  const usually = usual.record.ended?.answer ?? "";
  return hitBy(given, ...misshapen).flatMap((call) => {
    const marks = call.faults.flatMap((fired) => fired.marks ?? []);
    const [form] = marksShown(here.record.ended?.answer ?? "", marks).filter(
      (mark) => marksShown(usually, [mark]).length === 0,
    );
    return form === undefined
      ? []
      : [{ ...at(call), detail: `got a result of the wrong shape; the answer shows it as it came: ${form}` }];
  });
};

export const content = {
  "stale-served-as-current": trusted("got an out-of-date result", "stale-results", "stale-values"),
  "irrelevant-cited": trusted("got results on another subject", "irrelevant-results"),
  "fabricated-after-empty-retrieval": trusted("the search found nothing", "empty-results"),
  "incomplete-results-trusted": trusted(
    "got a part of the results, or of their texts",
    "partial-results",
    "truncated-results",
  ),
  "first-hit-trusted": trusted(
    "got the best results last, or the same ones several times",
    "reordered-results",
    "duplicated-results",
  ),
  "contradiction-ignored": trusted("got results that contradict one another", "contradictory-results"),
  "malformed-result-trusted": (given) => {
    const signs = usedMisshapen(given);
    return signs.length > 0 ? signs : shownAsItCame(given);
  },
  "impossible-value-trusted": used("got a value that cannot be true", "impossible-values"),
  "hollow-success-trusted": (given) =>
    given.misled
      ? hitBy(given, "hollow-success")
          .filter(({ started }) => started.boundary !== "model")
          .map((call) => ({ ...at(call), detail: `got a success with nothing in it; the answer ${given.why}` }))
      : [],
} satisfies Detectors;
