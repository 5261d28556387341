import { failedVisibly, inContext } from "../../domain/attempts.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { argumentsOf, fate, misleads, plural, record, saw, succeeded, tell } from "../evidence-views.ts";

/** Where one dependency can stand in for another of its kind. Two tools do different things. */
const exchangeable: ReadonlySet<string> = new Set(["model", "embedding", "retrieval", "guardrail", "identity"]);

export const fallback = defineEvidence({
  id: "E7",
  name: "fallback",
  summary:
    "Another dependency, or another model, is asked once the first has failed, it answers in its place, and what is said in the end is right or says what it lacks.",
  figures: { alternateCalls: "count", takeoverMs: "ms" },
  look(pair) {
    const { here } = pair;
    if (here.faulted.size === 0) return [];
    return [...here.faulted].flatMap((dependency) => {
      const failed = here.own.find(
        (call) => call.faults.length > 0 && call.started.dependency === dependency && failedVisibly(call),
      );
      return failed ? about(dependency, failed, pair) : [];
    });
  },
});

function about(dependency: string, failed: CallRecord, pair: Pair): readonly Sighting[] {
  const { here, treatment, control } = pair;
  const declared = declaredFor(dependency, pair);
  const alternates = here.own.filter(
    (call) =>
      call !== failed &&
      call.started.t >= failed.started.t &&
      (declared.includes(call.started.dependency) || standsIn(call, failed)),
  );
  const answered = alternates.filter((call) => succeeded(call) && answers(call));
  const observed = () => [failed, ...alternates].map((call) => saw(call, fate(call)));
  const first = answered[0];
  const figures = {
    alternateCalls: alternates.length,
    ...(first ? { takeoverMs: Math.max(0, first.started.t - (failed.ended?.t ?? failed.started.t)) } : {}),
  };
  const as = (conclusion: Sighting["conclusion"], reason: string) => [
    tell(dependency, conclusion, reason, observed, figures),
  ];
  const { primary } = treatment;
  const end = primary.record.ended?.t ?? Number.POSITIVE_INFINITY;
  if (first) {
    const name = nameOf(first, failed);
    if (control.primary.outcome !== "correct") return as("cannot-tell", "the task fails without any fault too");
    if (misleads(primary) || primary.outcome === "crashed" || primary.outcome === "hung")
      return as("violated", `${name} answered in place of ${dependency}, and the task still ended ${primary.outcome}`);
    return as("present", `${name} answered in place of ${dependency}, and the task ended ${primary.outcome}`);
  }
  if (alternates.some(({ faults }) => faults.length > 0)) return as("cannot-tell", "what was asked instead failed too");
  if (alternates.length > 0)
    return misleads(primary) || primary.outcome === "crashed"
      ? as("violated", `${plural(alternates.length, "call")} in place of ${dependency} came to nothing`)
      : as("cannot-tell", `${plural(alternates.length, "call")} in place of ${dependency} came to nothing`);
  const last = here.own.findLast(({ started }) => started.dependency === dependency);
  if (!last || succeeded(last)) return [];
  // Who has waited for its first failure until the end has not learnt of one.
  if (
    primary.outcome === "hung" &&
    last === failed &&
    last.ended?.status === undefined &&
    (last.ended?.t ?? end) >= end
  )
    return as("cannot-tell", `${dependency} was waited for until the task's time was over`);
  const idle = standbys(dependency, failed, pair);
  if (idle.length === 0) return as("cannot-tell", "the system map declares nothing that could stand in for it");
  if (primary.outcome === "correct") return as("cannot-tell", "the task ended right without it");
  return as("absent", `${idle.join(", ")} could have stood in and was never asked`);
}

/** Of the same kind and asked for the same thing, or the same service with another model. */
function standsIn(call: CallRecord, failed: CallRecord): boolean {
  const [one, other] = [call.started, failed.started];
  if (one.boundary !== other.boundary) return false;
  if (one.dependency === other.dependency) {
    const [a, b] = [record(one.request).model, record(other.request).model];
    return a !== undefined && b !== undefined && a !== b;
  }
  if (exchangeable.has(one.boundary)) return true;
  if ((call.ended?.effects?.length ?? 0) > 0) return false;
  const [mine, theirs] = [valuesOf(call), valuesOf(failed)];
  return mine !== "" && mine === theirs;
}

const valuesOf = (call: CallRecord): string =>
  Object.values(argumentsOf(call))
    .filter((value) => typeof value !== "object")
    .map(String)
    .sort()
    .join("\u0000");

/** The reply is one of the kind that was asked for. */
function answers({ started, ended }: CallRecord): boolean {
  const reply = record(ended?.reply);
  if (started.boundary === "model") return typeof reply.text === "string" || Array.isArray(reply.toolCalls);
  if (started.boundary === "retrieval") return Array.isArray(reply.hits) || "value" in reply;
  return !("failure" in reply) && !("body" in reply);
}

const nameOf = ({ started }: CallRecord, failed: CallRecord): string =>
  started.dependency === failed.started.dependency
    ? `the model ${String(record(started.request).model)}`
    : started.dependency;

/** What the system map says stands in for it. */
const declaredFor = (dependency: string, { experiment }: Pair): readonly string[] =>
  experiment.target.map.dependencies.flatMap(({ name, standsInFor }) =>
    standsInFor?.includes(dependency) ? [name] : [],
  );

/** Never asked here: what is declared for it, and what is of the same kind and not needed while all is well. */
function standbys(dependency: string, failed: CallRecord, pair: Pair): readonly string[] {
  const { started } = failed;
  const { here, usual, experiment } = pair;
  const declared = declaredFor(dependency, pair);
  return experiment.target.map.dependencies.flatMap(({ name, boundary, via }) => {
    if (name === dependency || here.byDependency.has(name)) return [];
    // Of a failure that only the model has read, code that would ask elsewhere knows nothing.
    if (inContext(failed) && via === undefined) return [];
    const alike = exchangeable.has(started.boundary) && boundary === started.boundary && !usual.byDependency.has(name);
    return alike || declared.includes(name) ? [name] : [];
  });
}
