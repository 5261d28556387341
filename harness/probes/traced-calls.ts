import { failedVisibly, inContext } from "../domain/attempts.ts";
import type { CallRecord } from "../domain/events.ts";
import type { JudgedTrial } from "../domain/judgement.ts";
import type { ArmView, Pair } from "../domain/pair.ts";
import type { Dependency } from "../domain/system-map.ts";
import type { SpanReceived, TelemetryRecord } from "../domain/telemetry.ts";
import { aboutness, boundaryOf } from "./span-meaning.ts";

/** The spans of one arm beside its calls. */
export interface TracedArm {
  readonly telemetry: TelemetryRecord;
  /** The spans that are about this call, the surest first. */
  spansOf(call: CallRecord): readonly SpanReceived[];
  /** Spans of one request to a model while which no call to any model crossed the wire. */
  readonly withoutCall: readonly SpanReceived[];
}

const idOf = ({ traceId, spanId }: SpanReceived): string => `${traceId}-${spanId}`;

/** Two clocks of one machine, and the time between a client's decision and its first byte. In ms. */
const slack = 10;

/** Undefined = the target told of no span in this arm. */
export const tracedArm = (judged: JudgedTrial, arm: ArmView, { experiment }: Pair): TracedArm | undefined =>
  judged.record.telemetry && tracedCalls(judged.record.telemetry, arm.calls, experiment.target.map.dependencies);

/** Spans and calls of one trial. Undefined = there is no span. */
export function tracedCalls(
  telemetry: TelemetryRecord,
  calls: readonly CallRecord[],
  declared: readonly Dependency[],
): TracedArm | undefined {
  const { spans } = telemetry;
  if (spans.length === 0) return undefined;
  const dependencies = new Map(declared.map((one) => [one.name, one]));
  const byId = new Map(spans.map((span) => [idOf(span), span]));
  /** Other calls carried these: what such a span is about is known, and no call just beside it is meant. */
  const carried = new Set(calls.map(({ started }) => started.trace));
  const traces = new Set(spans.map(({ traceId }) => traceId));
  const about = (span: SpanReceived, call: CallRecord) =>
    aboutness(span, call, dependencies.get(call.started.dependency));
  const known = new Map<CallRecord, readonly SpanReceived[]>();

  const find = (call: CallRecord): readonly SpanReceived[] => {
    const { trace } = call.started;
    const own = trace === undefined ? undefined : byId.get(trace);
    if (own) {
      // The span whose id the request carried, and those around it that are about the same call.
      const found: SpanReceived[] = [];
      for (let span: SpanReceived | undefined = own; span; span = byId.get(`${span.traceId}-${span.parentSpanId}`)) {
        if (found.includes(span)) break;
        if (span === own || about(span, call) > 0) found.push(span);
      }
      return found;
    }
    const traceId = trace?.split("-")[0];
    const within =
      traceId !== undefined && traces.has(traceId) ? spans.filter((span) => span.traceId === traceId) : spans;
    const sure = within.map((span) => ({ span, sure: about(span, call) })).filter((one) => one.sure > 0);
    const spanning = sure.filter(({ span }) => span.t <= call.started.t && call.started.t <= span.until);
    const near =
      spanning.length > 0 ? spanning : sure.filter(({ span }) => touches(span, call) && !carried.has(idOf(span)));
    const best = Math.max(...near.map((one) => one.sure));
    return near
      .filter((one) => one.sure === best)
      .map(({ span }) => span)
      .sort((a, b) => a.until - a.t - (b.until - b.t));
  };
  const spansOf = (call: CallRecord): readonly SpanReceived[] => {
    const found = known.get(call) ?? find(call);
    known.set(call, found);
    return found;
  };
  const toModels = calls.filter(({ started }) => started.boundary === "model");
  const withoutCall = spans.filter(
    (span) =>
      boundaryOf(span) === "model" &&
      !toModels.some((call) => touches(span, call) || call.started.trace === idOf(span)),
  );
  return { telemetry, spansOf, withoutCall };
}

/**
 * The collector itself is not traced, a call that nobody waited for has no end to tell of, and when a tool inside the agent was
 * called is not known.
 */
export const hasSpanOfItsOwn = (call: CallRecord): boolean =>
  call.started.dimension !== "observability" &&
  call.ended !== undefined &&
  call.ended.ending !== "trial-over" &&
  !inContext(call);

const touches = (span: SpanReceived, { started }: CallRecord): boolean =>
  span.t - slack <= started.t && started.t <= span.until + slack;

/** A later attempt at the same call went well within the same span: what the span stands for did not fail. */
export const recoveredWithin = (span: SpanReceived, call: CallRecord, calls: readonly CallRecord[]): boolean =>
  calls.some(
    (later) =>
      later.started.dependency === call.started.dependency &&
      later.started.operation === call.started.operation &&
      later.started.t >= (call.ended?.t ?? call.started.t) &&
      later.started.t <= span.until &&
      !failedVisibly(later),
  );
