import { failedVisibly, inContext } from "../../domain/attempts.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Observation, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { fate, plural, saw, tell } from "../evidence-views.ts";
import { troubleIn } from "../span-meaning.ts";
import { recoveredWithin, type TracedArm, tracedArm } from "../traced-calls.ts";

export const observability = defineEvidence({
  id: "E26",
  name: "observability",
  summary:
    "Every injected fault leaves a record of an error with the telemetry: a span with an error around the call, or a call to a dependency of the observability dimension that names what failed.",
  figures: { faults: "count", records: "count", reportedMs: "ms", spans: "count" },
  look(pair) {
    const { here, usual, experiment, treatment, control } = pair;
    if (here.faulted.size === 0) return [];
    const sinks = new Set(
      experiment.target.map.dependencies
        .filter(({ dimension }) => dimension === "observability")
        .map(({ name }) => name),
    );
    const spans = tracedArm(treatment, here, pair);
    const before = spans ?? tracedArm(control, usual, pair);
    if (sinks.size === 0 && !before)
      return [
        tell(
          "task",
          "cannot-tell",
          "the system map declares no dependency of the observability dimension, and the target sent no spans",
        ),
      ];
    const records = here.calls.filter(({ started }) => sinks.has(started.dependency));
    return [...here.faulted]
      .filter((name) => !sinks.has(name))
      .map((name) => {
        if (struckAt(name, pair).length === 0)
          return tell(
            name,
            "cannot-tell",
            "its results were changed in a conversation, and nothing failed in the agent",
          );
        const told = sinks.size > 0 ? recorded(name, records, pair) : undefined;
        if (told?.conclusion === "present" || !before) return told ?? tell(name, "cannot-tell", "nothing told of it");
        const traced = spanned(name, spans, before.telemetry.spans.length, pair);
        return told && (traced.conclusion === "cannot-tell" || told.conclusion === "violated") ? told : traced;
      });
  },
});

/** Names are told in many ways; that something went wrong, in a few. */
const trouble =
  /err(?:or)?\b|exception|fail|fatal|warn|timed?[\s_-]?out|unavailable|refused|reset|throttl|overload|rate.?limit|invalid|malformed|reject|degraded|stale|fallback|retry|\b[45]\d\d\b|"code":\s*2\b/i;
const calm = /\bok\b|success|healthy|completed/i;

const struckAt = (dependency: string, { here }: Pair): readonly CallRecord[] =>
  here.calls.filter((call) => call.started.dependency === dependency && call.faults.length > 0 && !inContext(call));

/** By its calls to a collector that is a dependency. */
function recorded(dependency: string, records: readonly CallRecord[], pair: Pair): Sighting {
  const struck = struckAt(dependency, pair);
  const from = Math.min(...struck.map(({ started }) => started.t));
  const after = records.filter(({ started }) => started.t >= from);
  const url = pair.experiment.target.map.dependencies.find(({ name }) => name === dependency)?.url ?? "";
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

/** By its spans. `usual`: how many the target sends. */
function spanned(dependency: string, arm: TracedArm | undefined, usual: number, pair: Pair): Sighting {
  const struck = struckAt(dependency, pair);
  const seen = struck.map((call) => ({ call, spans: arm?.spansOf(call) ?? [] }));
  const told = seen.filter(({ spans }) => spans.some((span) => troubleIn(span) !== undefined));
  const failed = seen.filter((one) => failedVisibly(one.call) && !told.includes(one));
  const silent = failed.filter(
    ({ call, spans }) => spans.length > 0 && !spans.some((span) => recoveredWithin(span, call, pair.here.calls)),
  );
  const unseen = failed.filter(({ spans }) => spans.length === 0);
  const observed = () => seen.flatMap(({ call, spans }) => [saw(call, fate(call), "end"), ...spans.map(asSeen)]);
  const [first] = told;
  const figures = {
    faults: struck.length,
    records: told.length,
    spans: seen.filter(({ spans }) => spans.length > 0).length,
    ...(first ? { reportedMs: (first.spans[0]?.until ?? first.call.started.t) - first.call.started.t } : {}),
  };
  const as = (conclusion: Sighting["conclusion"], reason: string) =>
    tell(dependency, conclusion, reason, observed, figures);
  const of = plural(struck.length, "fault");
  if (told.length > 0) return as("present", `spans tell of ${told.length} of ${of}`);
  if (silent.length > 0)
    return as("absent", `${plural(silent.length, "failed call")} of ${of} with a span, and no span tells of an error`);
  if (unseen.length === 0)
    return as(
      "cannot-tell",
      failed.length > 0
        ? "its spans stand for calls that went well in the end"
        : "no call failed on the wire, so its span need not tell of an error",
    );
  // A span is sent when it ends: what was cut off may have had one.
  if (pair.treatment.primary.record.ended?.end !== "answered")
    return as("cannot-tell", "the task did not end by itself, and open spans are never sent");
  if (pair.treatment.record.restarts) return as("cannot-tell", "the process was ended, and open spans went with it");
  if ((arm?.telemetry.dropped ?? 0) > 0) return as("cannot-tell", "more spans came than are kept of one trial");
  if (!arm) return as("absent", `no span came at all, where ${plural(usual, "span")} came without the fault`);
  return as("absent", `${plural(unseen.length, "failed call")} of ${of} without any span`);
}

const asSeen = (span: Parameters<typeof troubleIn>[0]): Observation => ({
  t: span.until,
  what: `span "${span.name}": ${troubleIn(span) ?? `status ${span.status}`}`,
});
