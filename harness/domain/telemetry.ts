/** What the target tells of itself through OpenTelemetry, as the journal keeps it: bounded, and without what was said. */

export type TelemetryValue = string | number | boolean;
export type TelemetryAttributes = Readonly<Record<string, TelemetryValue>>;

/** One ended span. Times are milliseconds of trial time, by the target's own clock. */
export interface SpanReceived {
  readonly type: "span-received";
  readonly trial: string;
  /** Its start. */
  readonly t: number;
  /** Its end. */
  readonly until: number;
  /** Lower-case hexadecimal, 32 digits. */
  readonly traceId: string;
  /** Lower-case hexadecimal, 16 digits. */
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly message?: string;
  readonly attributes: TelemetryAttributes;
  readonly events: readonly SpanEvent[];
}
export const spanKinds = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;
export type SpanKind = (typeof spanKinds)[number];
export const spanStatuses = ["unset", "ok", "error"] as const;
export type SpanStatus = (typeof spanStatuses)[number];
export interface SpanEvent {
  readonly t: number;
  readonly name: string;
  readonly attributes: TelemetryAttributes;
}

/** One log record or one metric: of interest as an alarm alone. */
export interface SignalReceived {
  readonly type: "signal-received";
  readonly trial: string;
  readonly t: number;
  readonly signal: "log" | "metric";
  /** Of a log record the event's name, or the beginning of its text. */
  readonly name: string;
  /** Of a metric: the largest of its points; of a histogram, how many values it has. */
  readonly value?: number;
}

/** What came in one request of an exporter. */
export interface TelemetryReceived {
  readonly type: "telemetry-received";
  readonly trial: string;
  readonly t: number;
  readonly spans: number;
  readonly logs: number;
  readonly metrics: number;
  /** More than is kept of one trial. */
  readonly dropped: number;
}

/** All that a trial's target told. */
export interface TelemetryRecord {
  readonly spans: readonly SpanReceived[];
  readonly signals: readonly SignalReceived[];
  readonly dropped: number;
}

/** The calls of a live trial beside the spans that its agent sent. */
export interface LiveCoverage {
  /** 0 = it cannot be told. */
  readonly spans: number;
  /** More than were kept. */
  readonly dropped: number;
  /** Whose spans were looked for. */
  readonly calls: number;
  /** Earlier ones, which were not. */
  readonly unlooked: number;
  /** Calls on the wire without a span, in the order of time. */
  readonly bare: readonly { readonly address: string; readonly t: number }[];
  /** Spans of a model request without a call on the wire. */
  readonly withoutCall: readonly { readonly name: string; readonly t: number }[];
  /** The dependency that the system map declares as the agent's collector: nothing could come here. */
  readonly collector?: string;
}

/** An exporter's request, read: times in milliseconds since the Unix epoch. */
export interface TelemetryBatch {
  readonly spans: readonly ReadSpan[];
  readonly signals: readonly ReadSignal[];
}
export type ReadSpan = Omit<SpanReceived, "type" | "trial">;
export type ReadSignal = Omit<SignalReceived, "type" | "trial">;

/** Where the target's exporters send, which is no dependency and is struck by no fault. */
export const telemetryHost = "telemetry.brownout.invalid";
/** Its name in a gateway's path: no dependency can have one that begins so. */
export const telemetryName = "~telemetry";

/** What the target is declared to tell, and when. */
export interface TelemetrySpec {
  /** Milliseconds after the answer, or after the last batch, in which more may come. */
  readonly wait: number;
  readonly alarms: readonly AlarmSpec[];
}
export interface AlarmSpec {
  /** Of a metric above 0, a log record, a span or an event of a span. */
  readonly name: string;
  /** Milliseconds after the first fault. */
  readonly within: number;
}
export const usualTelemetry: TelemetrySpec = { wait: 300, alarms: [] };
