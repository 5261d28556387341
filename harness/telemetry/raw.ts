/** What OTLP says in either of its encodings, before anything is left out. Times in milliseconds since the Unix epoch. */
export interface RawSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  /** `SpanKind` of the protocol: 0 unspecified to 5 consumer. */
  kind: number;
  start: number;
  end: number;
  attributes: Record<string, unknown>;
  events: RawEvent[];
  /** `Status.StatusCode` of the protocol: 0 unset, 1 ok, 2 error. */
  status: number;
  message: string;
}
export interface RawEvent {
  t: number;
  name: string;
  attributes: Record<string, unknown>;
}
export interface RawLog {
  t: number;
  name: string;
  body: unknown;
}
export interface RawMetric {
  name: string;
  t: number;
  value: number;
}
export interface RawBatch {
  readonly spans: RawSpan[];
  readonly logs: RawLog[];
  readonly metrics: RawMetric[];
}

export const signals = ["traces", "logs", "metrics"] as const;
export type Signal = (typeof signals)[number];

export const emptyBatch = (): RawBatch => ({ spans: [], logs: [], metrics: [] });
export const emptySpan = (): RawSpan => ({
  traceId: "",
  spanId: "",
  parentSpanId: "",
  name: "",
  kind: 0,
  start: 0,
  end: 0,
  attributes: {},
  events: [],
  status: 0,
  message: "",
});
