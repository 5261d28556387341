import { failedVisibly, inContext } from "../../../domain/attempts.ts";
import { formatDuration } from "../../../domain/duration.ts";
import type { CallRecord } from "../../../domain/events.ts";
import { outcomes } from "../../../domain/vocabulary.ts";
import { at, endOf, sightingsOf } from "../case.ts";
import type { Detectors } from "./detectors.ts";

const isTelemetry = ({ started }: CallRecord): boolean => started.dimension === "observability";

/** Words by which a report of trouble is known. */
const trouble =
  /error|fail|exception|timeout|timed out|unavailable|unreachable|refused|reset|degraded|unknown|skipped|fallback|"(?:problems|retries|attempts|warnings)":[1-9]|"(?:status|code)[^,}]{0,12}[45]\d\d/i;

export const observability = {
  "telemetry-blocks-task": ({ here, usual, hit }) => {
    const [first] = hit;
    if (!first || !hit.every(isTelemetry)) return [];
    const worse = outcomes.indexOf(here.outcome) > outcomes.indexOf(usual.outcome);
    const late = endOf(here) - endOf(usual);
    if (!worse && (late < 2000 || endOf(here) < 3 * endOf(usual))) return [];
    return [
      {
        ...at(first),
        detail: worse
          ? `only ${first.started.dependency} was struck, and the task ended ${here.outcome}`
          : `only ${first.started.dependency} was struck, and the task took ${formatDuration(late)} longer`,
      },
    ];
  },

  // To drop its own events while the collector is down is what telemetry should do: something else must have failed unseen.
  "telemetry-loses-fault": ({ pair: { here } }) =>
    [...here.faulted].flatMap((dependency) => {
      if (!here.calls.some((call) => !isTelemetry(call) && call.faults.length > 0 && failedVisibly(call))) return [];
      const calls = here.byDependency.get(dependency) ?? [];
      const refused = calls.filter((call) => isTelemetry(call) && call.faults.length > 0 && failedVisibly(call));
      const lost = refused.filter((call) => {
        const later = calls.filter((one) => !failedVisibly(one) && one.started.t >= (call.ended?.t ?? call.started.t));
        // While it stays out of reach nothing can be sent again, and what is kept in memory leaves no trace.
        return later.length > 0 && !later.some((one) => holds(one, call));
      });
      return lost.length === 0
        ? []
        : [
            {
              ...at(lost.at(-1)),
              detail: `${lost.length} of ${calls.length} reports to ${dependency} were refused, and none that went through later holds them`,
            },
          ];
    }),

  "fault-invisible": (given) => {
    const { here, usual } = given.pair;
    const unseen = here.calls.some(({ faults }) => faults.length > 0 && faults.some(({ fault }) => fault === "latency"))
      ? []
      : sightingsOf(given, "E26", "absent", "violated");
    // What stands in a conversation has not failed where the agent could have reported it.
    const failed = given.hit.filter((call) => !isTelemetry(call) && failedVisibly(call) && !inContext(call));
    const [first] = failed;
    const reports = here.calls.filter(isTelemetry);
    // What nobody felt the agent may count elsewhere.
    if (given.here.outcome === "correct" || given.usual.outcome !== "correct") return failed.length > 0 ? unseen : [];
    if (first && given.pair.treatment.record.telemetry) return unseen;
    if (!first || reports.length === 0 || !usual.calls.some(isTelemetry)) return [];
    if (reports.some(({ faults }) => faults.length > 0)) return [];
    const told = reports.some(
      ({ started }) => started.t >= first.started.t && trouble.test(JSON.stringify(started.request)),
    );
    if (told) return [];
    return [
      {
        ...at(first),
        detail: `${failed.length} calls to ${first.started.dependency} failed, and none of ${reports.length} reports to ${reports[0]?.started.dependency} tells of it`,
      },
    ];
  },

  "calls-untraced": (given) => sightingsOf(given, "E29", "absent"),

  "alarm-silent": (given) => sightingsOf(given, "E30", "absent", "violated"),
} satisfies Detectors;

/** The later report is the same again, or has at least half of what the lost one said. */
function holds(later: CallRecord, lost: CallRecord): boolean {
  if (later.started.fingerprint === lost.started.fingerprint) return true;
  const text = JSON.stringify(later.started.request);
  const said = [...JSON.stringify(lost.started.request).matchAll(/:("[^"]+"|\d[\d.]*)/g)].map(
    ([, value]) => value ?? "",
  );
  return said.length > 0 && said.filter((value) => text.includes(value)).length * 2 >= said.length;
}
