import { createHash } from "node:crypto";
import type { Experiment } from "../../harness/domain/experiment.ts";
import type { Judged, JudgedTrial } from "../../harness/domain/judgement.ts";
import { callSpan, type Place } from "./call-span.ts";
import { attributesOf, nanoseconds, type OtlpSpan, spanKind } from "./span.ts";

export interface SpanOptions {
  readonly run: string;
  /** Milliseconds since 1970 at which the run began: a journal has only the trials' own times, which count from there. */
  readonly base: number;
  /** `gen_ai.provider.name` of a protocol. */
  providerOf(protocol: string): string;
}

/**
 * A trial as one trace: the trial, what it performed as `invoke_agent`, and in these the calls. Ids rest on the names of run and trial, so that
 * a trace that is sent again is the same one.
 */
export function trialSpans(
  judged: JudgedTrial,
  experiment: Experiment,
  { run, base, providerOf }: SpanOptions,
): readonly OtlpSpan[] {
  const { trial } = judged.record;
  const traceId = digits(32, run, trial.id);
  const place = (name: string, parentSpanId?: string): Place => ({
    traceId,
    spanId: digits(16, run, trial.id, name),
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    base,
  });
  const root = place("");
  const performances = [judged.primary, ...judged.bystanders, ...(judged.afterwards ?? [])];
  const providers = new Map(
    experiment.target.map.dependencies.map(({ name, protocol }) => [name, providerOf(protocol)]),
  );
  const ends = performances.map(endOf);
  const { base: _, ...ids } = root;
  return [
    {
      ...ids,
      name: `trial ${trial.id}`,
      kind: spanKind.internal,
      startTimeUnixNano: nanoseconds(base, 0),
      endTimeUnixNano: nanoseconds(
        base,
        ends.reduce((most, end) => Math.max(most, end), 0),
      ),
      attributes: attributesOf({
        "brownout.run": run,
        "brownout.experiment": trial.experiment,
        "brownout.trial": trial.id,
        "brownout.pair": trial.pair,
        "brownout.arm": trial.arm,
        "brownout.task": trial.task,
        "brownout.repeat": trial.repeat,
        "brownout.seed": experiment.seed,
        "brownout.failure_mode": experiment.failureMode,
        "brownout.dimension": experiment.dimension,
        "brownout.outcome": judged.primary.outcome,
      }),
      events: [],
      status: statusOf(judged.primary),
    },
    ...performances.flatMap((performance, index) => {
      const own = place(performance.record.id, root.spanId);
      const until = ends[index] ?? 0;
      return [
        performanceSpan(performance, experiment, own, { from: beginOf(performance, until), until }),
        ...performance.record.calls.map((call, at) =>
          // Another performance may make the call of the same address.
          callSpan(call, place(`${performance.record.id} ${call.started.address} ${at}`, own.spanId), {
            until,
            provider: providers.get(call.started.dependency),
          }),
        ),
      ];
    }),
  ];
}

function performanceSpan(
  judged: Judged,
  experiment: Experiment,
  { base, ...ids }: Place,
  { from, until }: { readonly from: number; readonly until: number },
): OtlpSpan {
  const { record, outcome, silent, disclosed } = judged;
  const { name } = experiment.target;
  const status = statusOf(judged);
  return {
    ...ids,
    name: `invoke_agent ${name}`,
    kind: spanKind.internal,
    startTimeUnixNano: nanoseconds(base, from),
    endTimeUnixNano: nanoseconds(base, until),
    attributes: attributesOf({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": name,
      "error.type": status.code === 2 ? outcome : undefined,
      "brownout.task": record.task,
      "brownout.role": record.role,
      "brownout.outcome": outcome,
      "brownout.silent": silent,
      "brownout.disclosed": disclosed,
    }),
    events: [],
    status,
  };
}

const failed: ReadonlySet<string> = new Set(["hung", "crashed", "wrong", "harmful"]);
const statusOf = ({ outcome }: Judged): OtlpSpan["status"] =>
  failed.has(outcome) ? { code: 2, message: outcome } : { code: 0 };

/** Everybody is asked when the trial begins, but those who are asked afterwards: of them the first call is the first that is known. */
const beginOf = ({ record: { role, calls } }: Judged, until: number): number =>
  role === "afterwards" ? (calls[0]?.started.t ?? until) : 0;

const endOf = ({ record }: Judged): number =>
  record.calls.reduce((last, { started, ended }) => Math.max(last, ended?.t ?? started.t), record.ended?.t ?? 0);

const digits = (length: number, ...names: readonly string[]): string =>
  createHash("sha256").update(names.join("\u0000")).digest("hex").slice(0, length);
