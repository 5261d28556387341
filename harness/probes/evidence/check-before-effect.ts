import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { argumentsOf, changesOf, fate, idsIn, operationOf, saw, succeeded, tell } from "../evidence-views.ts";
import { standsInList } from "../listed-in.ts";

export const checkBeforeEffect = defineEvidence({
  id: "E27",
  name: "check-before-effect",
  summary:
    "Before a change the agent reads what it is about to change, and the last such read before it has succeeded.",
  figures: { reads: "count", controlReads: "count", readToChangeMs: "ms" },
  look({ here, usual }) {
    const seen = new Map<string, Sighting>();
    for (const call of here.own) {
      if (!call.ended?.effects || changesOf(call).length === 0 || seen.has(operationOf(call))) continue;
      seen.set(operationOf(call), about(call, here.own, usual.own));
    }
    return [...seen.values()];
  },
});

function about(change: CallRecord, calls: readonly CallRecord[], usual: readonly CallRecord[]): Sighting {
  const ids = idsOf(change);
  const before = readsBefore(change, calls);
  const reads = before.filter((call) => looksAt(call, ids));
  const last = reads.at(-1);
  const twin = usual.find((call) => operationOf(call) === operationOf(change));
  const controlReads = twin ? readsBefore(twin, usual).filter((call) => looksAt(call, ids)).length : 0;
  const observed = () => [...reads.map((call) => saw(call, fate(call))), saw(change, "made a change")];
  const as = (conclusion: Sighting["conclusion"], reason: string) =>
    tell(operationOf(change), conclusion, reason, observed, {
      reads: reads.length,
      controlReads,
      ...(last ? { readToChangeMs: change.started.t - (last.ended?.t ?? last.started.t) } : {}),
    });
  if (ids.length === 0) return as("cannot-tell", "the change names nothing that could be read before");
  const source = before.findLast((call) => succeeded(call) && gives(call, change, ids));
  if (!last && source)
    return as(
      "cannot-tell",
      `${ids.join(", ")} was not looked at, but what the change says comes from ${operationOf(source)}`,
    );
  if (!last) return as("absent", `${ids.join(", ")} changed without a look at it`);
  return succeeded(last)
    ? as("present", `${operationOf(last)} answered before the change`)
    : as("violated", `changed although ${operationOf(last)} ${fate(last)} right before`);
}

/** Calls other than models' that had ended before the change, and changed nothing. */
const readsBefore = (change: CallRecord, calls: readonly CallRecord[]): readonly CallRecord[] =>
  calls.filter(
    (call) =>
      call.started.boundary !== "model" &&
      (call.ended?.effects?.length ?? 0) === 0 &&
      operationOf(call) !== operationOf(change) &&
      (call.ended?.t ?? Number.POSITIVE_INFINITY) <= change.started.t,
  );

/** A figure of the change stands in the reply. */
function gives({ ended }: CallRecord, change: CallRecord, ids: readonly string[]): boolean {
  const words = new Set(JSON.stringify(ended?.reply ?? "").match(/\d+(?:\.\d+)?/g) ?? []);
  return Object.values(argumentsOf(change)).some(
    (value) =>
      (typeof value === "number" || typeof value === "string") &&
      !ids.includes(String(value)) &&
      /^\d+(?:\.\d+)?$/.test(String(value)) &&
      words.has(String(value)),
  );
}

/** It asks for it by name, or got a list in which it stands. What a knowledge base says of it is no look at it. */
const looksAt = (call: CallRecord, ids: readonly string[]): boolean =>
  names(call, ids) ||
  (call.started.boundary !== "retrieval" && succeeded(call) && standsInList(call.ended?.reply, ids));

/** Whole words: TG-1 does not stand in TG-10. */
function names(call: CallRecord, ids: readonly string[]): boolean {
  const text = JSON.stringify(argumentsOf(call));
  return ids.some((id) => text.includes(id)) && idsIn(text).some((id) => ids.includes(id));
}

const idsOf = (call: CallRecord): readonly string[] => idsIn(JSON.stringify(argumentsOf(call)));
