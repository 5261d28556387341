import { inContext } from "../../domain/attempts.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { marksShown } from "../../domain/signs.ts";
import { brokenToolCall } from "../broken-tool-call.ts";
import { changesOf, fate, follows, misleads, operationOf, plural, saw, struckBy, tell } from "../evidence-views.ts";

/** Replies whose shape is not what was agreed. */
const malformed: ReadonlySet<string> = new Set([
  "wrong-types",
  "missing-fields",
  "html-error-page",
  "hollow-success",
  "error-in-200",
]);
const ofModels: ReadonlySet<string> = new Set(["malformed-tool-arguments", "unknown-tool"]);

export const schemaGate = defineEvidence({
  id: "E10",
  name: "schema-gate",
  summary:
    "A reply of the wrong shape is stopped at the boundary: it reaches no later model request, no tool and no change, and an error of its own or another try takes its place.",
  figures: { malformed: "count", reachedModel: "count", reachedTools: "count" },
  look(pair) {
    const { own } = pair.here;
    const replies = struckBy(own, malformed).filter(({ started }) => started.boundary !== "model");
    const turns = struckBy(own, ofModels);
    if (replies.length + turns.length === 0) return [];
    return [
      ...[...Map.groupBy(replies, operationOf)].map(([operation, struck]) => about(operation, struck, pair)),
      ...[...Map.groupBy(turns, operationOf)].map(([operation, struck]) => brokenToolCall(operation, struck, pair)),
    ];
  },
});

function about(operation: string, struck: readonly CallRecord[], pair: Pair): Sighting {
  const { here, treatment, control } = pair;
  const { primary } = treatment;
  const marks = struck.flatMap(({ faults }) => faults.flatMap((fault) => fault.marks ?? []));
  const carrying = here.own.filter(({ started }) => started.carries?.some((sign) => marks.includes(sign)));
  const models = carrying.filter(({ started }) => started.boundary === "model");
  const tools = carrying.filter((call) => call.started.boundary !== "model");
  const said = marksShown(primary.record.ended?.answer ?? "", marks).length > 0;
  const again = here.own.find((call) => operationOf(call) === operation && struck.some((bad) => follows(call, bad)));
  const observed = () =>
    [
      ...struck.map((call) => saw(call, fate(call), "end")),
      ...carrying.map((call) => saw(call, "carries the malformed reply")),
      ...(again && !struck.includes(again) ? [saw(again, "asked again")] : []),
    ].sort((a, b) => a.t - b.t);
  const figures = { malformed: struck.length, reachedModel: models.length, reachedTools: tools.length };
  const as = (conclusion: Sighting["conclusion"], reason: string) =>
    tell(operation, conclusion, reason, observed, figures);

  if (tools.some((call) => changesOf(call).length > 0))
    return as("violated", "a change was made with the malformed reply");
  // In a conversation it reaches the model by whatever gate: it is put there behind it.
  const given = models.length > 0 && struck.every(inContext);
  const reached = given ? 0 : models.length;
  if (reached + tools.length > 0 || said) {
    const where = said ? "the answer" : reached > 0 ? plural(models.length, "model request") : "a tool's arguments";
    return again
      ? as("violated", `asked again, and the malformed reply still reached ${where}`)
      : as("absent", `the malformed reply reached ${where}`);
  }
  if (control.primary.outcome !== "correct") return as("cannot-tell", "the task fails without any fault too");
  if (primary.outcome === "crashed") return as("absent", "the task crashed on the malformed reply");
  if (primary.outcome === "hung") return as("cannot-tell", "the task did not come to an end");
  if (misleads(primary)) return as("absent", `the answer is ${primary.outcome} after a malformed reply`);
  if (marks.length > 0 && !given)
    return as("present", `kept out of every later request; the task ended ${primary.outcome}`);
  return again || primary.disclosed
    ? as("present", `${again ? "asked again" : "told"}; the task ended ${primary.outcome}`)
    : as(
        "cannot-tell",
        given
          ? "the malformed reply was put before the model, and the answer does not show it"
          : "the reply leaves nothing to know it by, and the task ended right",
      );
}
