import { formatDuration } from "../../harness/domain/duration.ts";
import type { LiveCoverage } from "../../harness/domain/telemetry.ts";
import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";

/** Calls and spans that are named; more are counted. */
const named = 5;

/**
 * What a live trial's telemetry says of its calls, one sentence each: never nothing, for silence would read as “all is well”.
 * @param since when the reader's time begins, in ms of trial time.
 */
export function liveTelemetryLines(coverage: LiveCoverage, since = 0): readonly string[] {
  const { spans, dropped, calls, unlooked, bare, withoutCall } = coverage;
  if (spans === 0) return [`Its own telemetry: cannot tell, ${whyNone(coverage)}`];
  const looked = `${unlooked > 0 ? "the last " : ""}${counted(calls, "call")} on the wire`;
  return [
    ...(calls === 0
      ? [`Its own telemetry: ${counted(spans, "span")}, and no call on the wire that could have one.`]
      : bare.length === 0
        ? [`Its own telemetry: ${looked}, each with its span.`]
        : [
            `Its own telemetry: ${bare.length} of ${looked} ${bare.length === 1 ? "has" : "have"} no span${
              dropped > 0 ? ", which cannot be told for sure" : ""
            }: ${list(
              bare.map(({ address, t }) => ({ name: address, t })),
              since,
            )}.`,
          ]),
    ...(withoutCall.length === 0
      ? []
      : [
          `Its own telemetry: ${counted(withoutCall.length, "span")} of a model request without a call on the wire: ${list(withoutCall, since)}. A cache answered, or the call went by a way that Brownout does not see.`,
        ]),
    ...(dropped > 0
      ? [`Its own telemetry: ${counted(dropped, "record")} more than are kept came, and are left out.`]
      : []),
  ];
}

const whyNone = ({ collector }: LiveCoverage): string =>
  collector === undefined
    ? "it sent no spans. Start the agent with the OTEL_EXPORTER_OTLP_… variables that it is handed, with traces switched on."
    : `its spans go to "${brief(collector, 60)}", which the system map declares as its collector.`;

const list = (all: readonly { readonly name: string; readonly t: number }[], since: number): string =>
  [
    ...all.slice(0, named).map(({ name, t }) => `${brief(name, 80)} at ${formatDuration(Math.max(0, t - since))}`),
    ...(all.length > named ? [`${all.length - named} more`] : []),
  ].join(", ");
