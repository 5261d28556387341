import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { changesOf, fate, misleads, operationOf, plural, saw, struckBy, tell } from "../evidence-views.ts";

/** Well-formed replies that cannot be, are no longer, or cannot both be true. */
const untrue: ReadonlySet<string> = new Set([
  "impossible-values",
  "stale-values",
  "stale-results",
  "contradictory-results",
]);

export const semanticGate = defineEvidence({
  id: "E11",
  name: "semantic-gate",
  summary:
    "A well-formed reply that is impossible, out of date or contradictory is rejected, fetched again, held against another source, or told with a doubt.",
  figures: { untrue: "count", furtherReads: "count", reachedModel: "count" },
  look(pair) {
    const struck = struckBy(pair.here.own, untrue);
    if (struck.length === 0) return [];
    return [...Map.groupBy(struck, operationOf)].map(([operation, own]) => about(operation, own, pair));
  },
});

function about(operation: string, struck: readonly CallRecord[], { here, usual, treatment, control }: Pair): Sighting {
  const { primary } = treatment;
  const marks = struck.flatMap(({ faults }) => faults.flatMap((fault) => fault.marks ?? []));
  const carrying = here.own.filter(({ started }) => started.carries?.some((sign) => marks.includes(sign)));
  const models = carrying.filter(({ started }) => started.boundary === "model");
  const acted = carrying.filter((call) => changesOf(call).length > 0);
  const further = readsIn(here.own, struck) - readsIn(usual.own);
  const looked = further > 0 || secondSource(here.own, struck);
  const observed = () =>
    [
      ...struck.map((call) => saw(call, fate(call), "end")),
      ...carrying.map((call) => saw(call, "carries what it gave")),
    ].sort((a, b) => a.t - b.t);
  const figures = { untrue: struck.length, furtherReads: Math.max(0, further), reachedModel: models.length };
  const as = (conclusion: Sighting["conclusion"], reason: string) =>
    tell(operation, conclusion, reason, observed, figures);

  if (acted.length > 0) return as("violated", "a change was made with a value that is not true");
  if (control.primary.outcome !== "correct") return as("cannot-tell", "the task fails without any fault too");
  if (misleads(primary))
    return looked
      ? as("violated", `looked again or elsewhere, and the answer is ${primary.outcome} all the same`)
      : as("absent", `${plural(struck.length, "reply", "replies")} taken as true: the answer is ${primary.outcome}`);
  if (primary.outcome === "crashed") return as("absent", "the task crashed on it");
  if (primary.outcome === "hung") return as("cannot-tell", "the task did not come to an end");
  if (primary.outcome !== "correct" || primary.disclosed)
    return as("present", `told with a doubt or left out; the task ended ${primary.outcome}`);
  if (looked) return as("present", "looked again or elsewhere, and the answer is right");
  if (models.length === 0 && marks.length > 0)
    return as("present", "kept out of every later request, and the answer is right");
  return as("cannot-tell", "the answer is right, and does not show whether the reply was noticed or did not matter");
}

/** Calls that only read. */
const readsIn = (calls: readonly CallRecord[], besides: readonly CallRecord[] = []): number =>
  calls.filter(
    (call) => call.started.boundary !== "model" && (call.ended?.effects?.length ?? 0) === 0 && !isRepeat(call, besides),
  ).length;

/** Later calls that the same fault struck again: asked for, and so counted; a mere retry after a visible failure is not. */
const isRepeat = (call: CallRecord, struck: readonly CallRecord[]): boolean =>
  call.started.attempt > 1 && !struck.includes(call) && (call.ended?.status ?? 500) >= 400;

/** Another dependency of the same kind was asked as well. */
const secondSource = (calls: readonly CallRecord[], struck: readonly CallRecord[]): boolean =>
  calls.some((call) =>
    struck.some(
      (bad) =>
        bad.started.boundary === "retrieval" &&
        call.started.boundary === "retrieval" &&
        call.started.dependency !== bad.started.dependency,
    ),
  );
