import { describe, expect, it } from "vitest";
import type { CallStarted, TrialRecord } from "../domain/events.ts";
import type { Sighting } from "../domain/evidence.ts";
import type { Experiment } from "../domain/experiment.ts";
import { openPair } from "../domain/pair.ts";
import type { SignalReceived, SpanReceived, TelemetrySpec } from "../domain/telemetry.ts";
import { type Call, experiment, type Run, run } from "../judge/findings/testing/run.ts";
import { judgeTrial } from "../judge/judge-trial.ts";
import { alarm } from "./evidence/alarm.ts";
import { observability } from "./evidence/observability.ts";
import { traceCoverage } from "./evidence/trace-coverage.ts";

/** Calls of these tests take 10 ms; the operation is always `go`, the tool `d` and the model `m`. */
const span = (t: number, until: number, name: string, more: Partial<SpanReceived> = {}): SpanReceived => ({
  type: "span-received",
  trial: "x",
  t,
  until,
  traceId: "a".repeat(32),
  spanId: `${name}${t}`.padEnd(16, "0").slice(0, 16),
  name,
  kind: "client",
  status: "unset",
  attributes: {},
  events: [],
  ...more,
});
const tool = (t: number, until: number, more: Partial<SpanReceived> = {}): SpanReceived =>
  span(t, until, "execute_tool look_up", {
    attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "look_up" },
    ...more,
  });
const failed = { status: "error" } as const;
const lost: Call = { at: 100, fault: "http-error", end: { status: 500 } };

interface Told {
  readonly spans?: readonly SpanReceived[];
  readonly signals?: readonly SignalReceived[];
  readonly control?: readonly SpanReceived[];
  readonly usually?: readonly SignalReceived[];
  readonly calls?: readonly Call[];
  readonly end?: Run["end"];
  readonly spec?: TelemetrySpec;
  /** The trace context that the calls carried. */
  readonly trace?: string;
  /** The calls were seen as results in a conversation. */
  readonly inside?: true;
  readonly restarts?: TrialRecord["restarts"];
}

function telling(
  record: TrialRecord,
  spans?: readonly SpanReceived[],
  signals: readonly SignalReceived[] = [],
  trace?: string,
) {
  const carrying = (started: CallStarted): CallStarted => (trace === undefined ? started : { ...started, trace });
  const performances = record.performances.map((one) => ({
    ...one,
    calls: one.calls.map((call) => ({ ...call, started: carrying(call.started) })),
  }));
  const silent = spans === undefined && signals.length === 0;
  return { ...record, performances, ...(silent ? {} : { telemetry: { spans: spans ?? [], signals, dropped: 0 } }) };
}

const seenInside = (record: TrialRecord): TrialRecord => ({
  ...record,
  performances: record.performances.map((one) => ({
    ...one,
    calls: one.calls.map((call) => ({ ...call, started: { ...call.started, via: "context" } })),
  })),
});

function look(detector: typeof observability, told: Told): Record<string, string> {
  const { calls = [lost], end = { t: 900 }, spec, restarts } = told;
  const of: Experiment = spec ? { ...experiment, target: { ...experiment.target, telemetry: spec } } : experiment;
  const ran = { ...run("treatment", { calls, end }), ...(restarts ? { restarts } : {}) };
  const treatment = telling(told.inside ? seenInside(ran) : ran, told.spans, told.signals, told.trace);
  const control = telling(run("control", { calls: [{ at: 100 }], end }), told.control, told.usually);
  const pair = openPair(judgeTrial(treatment, of), judgeTrial(control, of), of);
  return Object.fromEntries(detector.look(pair).map(({ about, conclusion }: Sighting) => [about, conclusion]));
}

describe("E26 observability, by spans", () => {
  it.each<[string, Partial<SpanReceived>]>([
    ["an error status", failed],
    ["an error type", { attributes: { "gen_ai.operation.name": "execute_tool", "error.type": "500" } }],
    ["an exception", { events: [{ t: 105, name: "exception", attributes: { "exception.type": "HttpFailure" } }] }],
    ["a status of HTTP", { attributes: { "gen_ai.operation.name": "execute_tool", "http.response.status_code": 500 } }],
  ])("is present where the span around the failed call has %s", (_, more) => {
    expect(look(observability, { spans: [tool(95, 115, more)] })).toEqual({ d: "present" });
  });

  it("is absent where its span ends well, or it has none among others", () => {
    expect(look(observability, { spans: [tool(95, 115)] })).toEqual({ d: "absent" });
    expect(look(observability, { spans: [tool(95, 115, { status: "ok" })] })).toEqual({ d: "absent" });
    expect(look(observability, { spans: [span(500, 600, "chat m")] })).toEqual({ d: "absent" });
    expect(look(observability, { control: [tool(95, 115)] })).toEqual({ d: "absent" });
  });

  it("does not take the error of another call for its own", () => {
    expect(look(observability, { spans: [tool(95, 115), tool(300, 320, failed)] })).toEqual({ d: "absent" });
    const chat = { attributes: { "gen_ai.operation.name": "chat" }, ...failed };
    expect(look(observability, { spans: [tool(95, 115), span(90, 120, "chat m", chat)] })).toEqual({ d: "absent" });
    const elsewhere = { attributes: { "url.full": "http://k.shop.test/search" }, ...failed };
    expect(look(observability, { spans: [tool(95, 115), span(95, 115, "POST", elsewhere)] })).toEqual({ d: "absent" });
  });

  it("knows a span of HTTP by its address, in production and behind the gateway", () => {
    for (const url of ["http://d.shop.test/orders/1", "http://127.0.0.1:9/t/trial/d/orders/1"]) {
      const attributes = { "url.full": url };
      expect(look(observability, { spans: [span(95, 115, "GET", { attributes, ...failed })] })).toEqual({
        d: "present",
      });
    }
  });

  it("follows the trace context that the call carried, wherever clocks stand", () => {
    const own = span(7000, 7020, "work", { spanId: "b".repeat(16), ...failed });
    const trace = `${own.traceId}-${own.spanId}`;
    expect(look(observability, { spans: [own], trace })).toEqual({ d: "present" });
    expect(look(observability, { spans: [{ ...own, status: "ok" }, tool(95, 115, failed)], trace })).toEqual({
      d: "absent",
    });
  });

  it("cannot tell without telemetry, without a visible failure, and where a retry within the span went well", () => {
    expect(look(observability, {})).toEqual({ task: "cannot-tell" });
    const slow: Call = { at: 100, fault: "latency" };
    expect(look(observability, { calls: [slow], spans: [tool(95, 115)] })).toEqual({ d: "cannot-tell" });
    const calls = [lost, { at: 120, attempt: 2 }];
    expect(look(observability, { calls, spans: [tool(95, 140)] })).toEqual({ d: "cannot-tell" });
  });

  it("cannot tell of spans that a crash or the deadline cut off", () => {
    for (const end of ["crashed", "hung"] as const)
      expect(look(observability, { spans: [span(500, 600, "chat m")], end: { t: 900, end } })).toEqual({
        d: "cannot-tell",
      });
  });
});

describe("what the agent's code could not report", () => {
  const spans = [span(500, 600, "chat m"), tool(20, 30)];

  it("is held against nobody: a fault in a conversation has failed nothing in the process", () => {
    const spec: TelemetrySpec = { wait: 300, alarms: [{ name: "down", within: 500 }] };
    expect(look(observability, { inside: true, spans })).toEqual({ d: "cannot-tell" });
    expect(look(traceCoverage, { inside: true, spans })).toEqual({});
    expect(look(alarm, { inside: true, spans, spec })).toEqual({ "alarm down": "cannot-tell" });
  });

  it("nor what a process that was ended took along with it", () => {
    const restarts = [{ type: "target-restarted", trial: "x", t: 110, ended: "ended by SIGKILL" }] as const;
    const killed: Call = { at: 100, fault: "target-restarts", end: { ending: "aborted" } };
    const calls = [killed, { at: 300, attempt: 2 }];
    const later = [tool(295, 315)];
    expect(look(observability, { calls, spans: later })).toEqual({ d: "absent" });
    expect(look(observability, { calls, spans: later, restarts })).toEqual({ d: "cannot-tell" });
    expect(look(traceCoverage, { calls, spans: later })).toEqual({ d: "absent" });
    expect(look(traceCoverage, { calls, spans: later, restarts })).toEqual({ d: "cannot-tell" });
  });
});

describe("E29 trace-coverage", () => {
  it("is present for what has its spans, and absent for what has none", () => {
    const calls: Call[] = [{ at: 100 }, { at: 300, boundary: "model", request: { model: "gpt" } }];
    expect(look(traceCoverage, { calls, spans: [tool(95, 115)] })).toEqual({ d: "present", m: "absent" });
    const chat = (model: string) =>
      span(295, 320, `chat ${model}`, {
        attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": model },
      });
    expect(look(traceCoverage, { calls, spans: [tool(95, 115), chat("gpt")] })).toEqual({ d: "present", m: "present" });
    expect(look(traceCoverage, { calls, spans: [tool(95, 115), chat("other")] })).toMatchObject({ m: "absent" });
  });

  it("reports spans of a model without a call, and does not convict for them", () => {
    const chat = span(700, 720, "chat gpt", { attributes: { "gen_ai.operation.name": "chat" } });
    expect(look(traceCoverage, { calls: [{ at: 100 }], spans: [tool(95, 115), chat] })).toEqual({
      d: "present",
      spans: "cannot-tell",
    });
  });

  it("says nothing unasked where there is no telemetry", () => {
    expect(look(traceCoverage, {})).toEqual({});
    expect(look(traceCoverage, { spec: { wait: 300, alarms: [] } })).toEqual({ task: "cannot-tell" });
  });
});

describe("E30 alarm", () => {
  const spec: TelemetrySpec = { wait: 300, alarms: [{ name: "down", within: 500 }] };
  const signal = (t: number, more: Partial<SignalReceived> = {}): SignalReceived => ({
    type: "signal-received",
    trial: "x",
    t,
    signal: "log",
    name: "down",
    ...more,
  });
  const about = "alarm down";

  it("is present for whatever of that name comes in time", () => {
    expect(look(alarm, { spec, signals: [signal(400)] })).toEqual({ [about]: "present" });
    expect(look(alarm, { spec, signals: [signal(400, { signal: "metric", value: 2 })] })).toEqual({
      [about]: "present",
    });
    const event = { events: [{ t: 110, name: "down", attributes: {} }] };
    expect(look(alarm, { spec, spans: [tool(95, 115, event)] })).toEqual({ [about]: "present" });
  });

  it("is absent where it comes late, not at all, or as a metric of nothing", () => {
    expect(look(alarm, { spec, signals: [signal(700)] })).toEqual({ [about]: "absent" });
    expect(look(alarm, { spec, spans: [tool(95, 115)] })).toEqual({ [about]: "absent" });
    expect(look(alarm, { spec, signals: [signal(400, { signal: "metric", value: 0 })] })).toEqual({
      [about]: "absent",
    });
  });

  it("cannot tell where it is raised without a fault too, or nothing is told", () => {
    expect(look(alarm, { spec, signals: [signal(400)], usually: [signal(400)] })).toEqual({ [about]: "cannot-tell" });
    expect(look(alarm, { spec })).toEqual({ [about]: "cannot-tell" });
    expect(look(alarm, { signals: [signal(400)] })).toEqual({});
  });
});
