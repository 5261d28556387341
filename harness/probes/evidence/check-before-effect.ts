import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { argumentsOf, changesOf, fate, idsIn, operationOf, saw, succeeded, tell } from "../evidence-views.ts";

export const checkBeforeEffect = defineEvidence({
  id: "E27",
  name: "check-before-effect",
  summary:
    "Before a change the agent reads what it is about to change, and the last such read before it has succeeded.",
  figures: { reads: "count", readToChangeMs: "ms" },
  look({ here }) {
    const seen = new Map<string, Sighting>();
    for (const call of here.own) {
      if (!call.ended?.effects || changesOf(call).length === 0 || seen.has(operationOf(call))) continue;
      seen.set(operationOf(call), about(call, here.own));
    }
    return [...seen.values()];
  },
});

function about(change: CallRecord, calls: readonly CallRecord[]): Sighting {
  const ids = idsOf(change);
  const reads = calls.filter(
    (call) =>
      call.started.boundary !== "model" &&
      (call.ended?.effects?.length ?? 0) === 0 &&
      (call.started.operation !== change.started.operation || call.started.dependency !== change.started.dependency) &&
      (call.ended?.t ?? Number.POSITIVE_INFINITY) <= change.started.t &&
      names(call, ids),
  );
  const last = reads.at(-1);
  const observed = () => [...reads.map((call) => saw(call, fate(call))), saw(change, "made a change")];
  const as = (conclusion: Sighting["conclusion"], reason: string) =>
    tell(operationOf(change), conclusion, reason, observed, {
      reads: reads.length,
      ...(last ? { readToChangeMs: change.started.t - (last.ended?.t ?? last.started.t) } : {}),
    });
  if (ids.length === 0) return as("cannot-tell", "the change names nothing that could be read before");
  if (!last) return as("absent", `${ids.join(", ")} changed without a look at it`);
  return succeeded(last)
    ? as("present", `${operationOf(last)} answered before the change`)
    : as("violated", `changed although ${operationOf(last)} ${fate(last)} right before`);
}

/** Whole words: TG-1 does not stand in TG-10. */
function names(call: CallRecord, ids: readonly string[]): boolean {
  const text = JSON.stringify(argumentsOf(call));
  return ids.some((id) => text.includes(id)) && idsIn(text).some((id) => ids.includes(id));
}

const idsOf = (call: CallRecord): readonly string[] => idsIn(JSON.stringify(argumentsOf(call)));
