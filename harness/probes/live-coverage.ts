import type { TrialRecord } from "../domain/events.ts";
import type { SystemMap } from "../domain/system-map.ts";
import type { LiveCoverage } from "../domain/telemetry.ts";
import { hasSpanOfItsOwn, tracedCalls } from "./traced-calls.ts";

/** Calls whose spans are looked for: a live trial may last for hours, and each call is held against many spans. */
const mostCalls = 2000;
/** A span may begin so long before its call, in ms. */
const before = 600_000;

/** What a live trial's own telemetry says of its calls: the last ones, if they are very many. */
export function liveCoverage(
  { performances, telemetry }: TrialRecord,
  { dependencies }: Pick<SystemMap, "dependencies">,
): LiveCoverage {
  const all = performances.flatMap(({ calls }) => calls).sort((a, b) => a.started.t - b.started.t);
  const calls = all.slice(-mostCalls);
  const since = all.length > calls.length ? (calls[0]?.started.t ?? 0) : Number.NEGATIVE_INFINITY;
  const looked = calls.filter(hasSpanOfItsOwn);
  const spans = (telemetry?.spans ?? []).filter((span) => span.until >= since && span.t >= since - before);
  const kept = { spans, signals: [], dropped: telemetry?.dropped ?? 0 };
  const traced = tracedCalls(kept, calls, dependencies);
  const collector = dependencies.find(({ env }) => env?.startsWith("OTEL_EXPORTER_OTLP"))?.name;
  return {
    spans: telemetry?.spans.length ?? 0,
    dropped: kept.dropped,
    calls: looked.length,
    unlooked: all.length - calls.length,
    bare: traced
      ? looked
          .filter((call) => traced.spansOf(call).length === 0)
          .map(({ started: { address, t } }) => ({ address, t }))
      : [],
    withoutCall: (traced?.withoutCall ?? []).filter((span) => span.t >= since).map(({ name, t }) => ({ name, t })),
    ...(collector === undefined ? {} : { collector }),
  };
}
