import { failedVisibly } from "../../../domain/attempts.ts";
import { formatDuration } from "../../../domain/duration.ts";
import type { CallRecord } from "../../../domain/events.ts";
import { outcomes } from "../../../domain/vocabulary.ts";
import { at, endOf, sightingsOf } from "../case.ts";
import type { Detectors } from "./detectors.ts";

const isTelemetry = ({ started }: CallRecord): boolean => started.dimension === "observability";

/** Words by which a report of trouble is known. */
const trouble =
  /error|fail|exception|timeout|timed out|unavailable|refused|reset|degraded|"(?:status|code)[^,}]{0,12}[45]\d\d/i;

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
  "telemetry-loses-fault": ({ pair: { here, usual } }) =>
    [...here.faulted].flatMap((dependency) => {
      if (!here.calls.some((call) => !isTelemetry(call) && call.faults.length > 0 && failedVisibly(call))) return [];
      const calls = here.byDependency.get(dependency) ?? [];
      const lost = calls.filter(failedVisibly);
      const after = calls.filter((call) => !failedVisibly(call));
      const [first] = lost;
      if (!first || !isTelemetry(first) || !usual.byDependency.has(dependency)) return [];
      // Sent again, or gathered into a later report: nothing is lost.
      const again = after.some(
        ({ started }) =>
          started.t > first.started.t && JSON.stringify(started.request).includes(first.started.fingerprint),
      );
      const resent = lost.every(({ started }) =>
        after.some((call) => call.started.fingerprint === started.fingerprint && call.started.t >= started.t),
      );
      if (again || resent || after.some(({ started }) => started.t > (lost.at(-1)?.started.t ?? 0))) return [];
      return [
        { ...at(lost.at(-1)), detail: `${lost.length} reports to ${dependency} were refused and never sent again` },
      ];
    }),

  "fault-invisible": (given) => {
    const { here, usual } = given.pair;
    const told = sightingsOf(given, "E26", "absent", "violated");
    if (told.length > 0 || !usual.calls.some(isTelemetry)) return told;
    const reports = here.calls.filter(isTelemetry);
    const failed = given.hit.filter((call) => !isTelemetry(call) && failedVisibly(call));
    const [first] = failed;
    if (!first || reports.length === 0 || reports.some(({ faults }) => faults.length > 0)) return [];
    const text = reports
      .filter(({ started }) => started.t >= first.started.t)
      .map(({ started }) => JSON.stringify(started.request))
      .join("\n");
    if (trouble.test(text)) return [];
    return [
      {
        ...at(first),
        detail: `${failed.length} calls to ${first.started.dependency} failed, and none of ${reports.length} reports to ${reports[0]?.started.dependency} tells of it`,
      },
    ];
  },
} satisfies Detectors;
