import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { fate, plural, saw, tell } from "../evidence-views.ts";

export const observability = defineEvidence({
  id: "E26",
  name: "observability",
  summary:
    "Every injected fault leaves a record of an error with the telemetry: a call to a dependency of the observability dimension that names what failed.",
  figures: { faults: "count", records: "count", reportedMs: "ms" },
  look(pair) {
    const { here, experiment } = pair;
    if (here.faulted.size === 0) return [];
    const sinks = new Set(
      experiment.target.map.dependencies
        .filter(({ dimension }) => dimension === "observability")
        .map(({ name }) => name),
    );
    if (sinks.size === 0)
      return [tell("task", "cannot-tell", "the system map declares no dependency of the observability dimension")];
    const records = here.calls.filter(({ started }) => sinks.has(started.dependency));
    return [...here.faulted].filter((name) => !sinks.has(name)).map((name) => about(name, records, pair));
  },
});

/** Names are told in many ways; that something went wrong, in a few. */
const trouble =
  /err(?:or)?\b|exception|fail|fatal|warn|timed?[\s_-]?out|unavailable|refused|reset|throttl|overload|rate.?limit|invalid|malformed|reject|degraded|stale|fallback|retry|\b[45]\d\d\b|"code":\s*2\b/i;
const calm = /\bok\b|success|healthy|completed/i;

function about(dependency: string, records: readonly CallRecord[], { here, experiment }: Pair): Sighting {
  const struck = here.calls.filter(({ started, faults }) => started.dependency === dependency && faults.length > 0);
  const from = Math.min(...struck.map(({ started }) => started.t));
  const after = records.filter(({ started }) => started.t >= from);
  const url = experiment.target.map.dependencies.find(({ name }) => name === dependency)?.url ?? "";
  const host = url === "" ? dependency : new URL(url).host;
  const operations = new Set(struck.map(({ started }) => started.operation));
  const naming = after.filter((call) => {
    const text = textOf(call);
    return [dependency, host, ...operations].some((name) => text.includes(name.toLowerCase()));
  });
  const telling = naming.filter((call) => trouble.test(textOf(call)));
  const [first] = telling;
  const observed = () =>
    [...struck.map((call) => saw(call, fate(call), "end")), ...naming.map((call) => saw(call, "is told of it"))].sort(
      (a, b) => a.t - b.t,
    );
  const figures = {
    faults: struck.length,
    records: telling.length,
    ...(first ? { reportedMs: first.started.t - from } : {}),
  };
  const as = (conclusion: Sighting["conclusion"], reason: string) =>
    tell(dependency, conclusion, reason, observed, figures);
  if (first)
    return as("present", `${plural(telling.length, "record")} of trouble for ${plural(struck.length, "fault")}`);
  if (naming.some((call) => calm.test(textOf(call))))
    return as("violated", `${plural(naming.length, "record")} of ${dependency}, and all say that it went well`);
  return as("absent", `${plural(after.length, "record")} after the fault, none of trouble with ${dependency}`);
}

const textOf = ({ started }: CallRecord): string => JSON.stringify(started.request ?? "").toLowerCase();
