import { z } from "zod";
import { emptyBatch, type RawBatch, type Signal } from "./raw.ts";

/**
 * OTLP/JSON: names in lowerCamelCase, ids as hexadecimal, enumerations as integers, 64-bit integers as decimal strings or numbers
 * (OTLP 1.x, "JSON Protobuf Encoding"). What is not known is passed over, as the specification asks.
 */
const whole = z.union([z.string().regex(/^-?\d+$/), z.number()]).transform(Number);
const time = whole.transform((nanoseconds) => nanoseconds / 1e6).default(0);
const hex = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^(?:[0-9a-fA-F]{${digits}})?$`), `must be ${digits} hexadecimal digits`)
    .transform((id) => id.toLowerCase());
/** Enumerations as integers, as the specification has them; some exporters write their names. */
const enumeration = (names: readonly string[]) =>
  z.union([z.number(), z.enum(names).transform((name) => names.indexOf(name))]).default(0);

const kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"].map(
  (kind) => `SPAN_KIND_${kind}`,
);
const codes = ["UNSET", "OK", "ERROR"].map((code) => `STATUS_CODE_${code}`);

const anyValue: z.ZodType<unknown> = z.lazy(() =>
  z
    .object({
      stringValue: z.string().optional(),
      boolValue: z.boolean().optional(),
      intValue: whole.optional(),
      doubleValue: z.union([z.number(), z.string().transform(Number)]).optional(),
      arrayValue: z.object({ values: z.array(anyValue).default([]) }).optional(),
      kvlistValue: z.object({ values: attributes }).optional(),
    })
    .transform(
      (one) =>
        one.stringValue ??
        one.boolValue ??
        one.intValue ??
        one.doubleValue ??
        one.arrayValue?.values ??
        one.kvlistValue?.values,
    ),
);
const attributes: z.ZodType<Record<string, unknown>> = z
  .array(z.object({ key: z.string(), value: z.lazy(() => anyValue).optional() }))
  .default([])
  .transform((list): Record<string, unknown> => Object.fromEntries(list.map(({ key, value }) => [key, value])));

const status = z
  .object({ code: enumeration(codes), message: z.string().default("") })
  .default({ code: 0, message: "" });
const event = z
  .object({ timeUnixNano: time, name: z.string().default(""), attributes })
  .transform((one) => ({ t: one.timeUnixNano, name: one.name, attributes: one.attributes }));
const span = z
  .object({
    traceId: hex(32),
    spanId: hex(16),
    parentSpanId: hex(16).default(""),
    name: z.string().default(""),
    kind: enumeration(kinds),
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    events: z.array(event).default([]),
    status,
  })
  .transform(({ startTimeUnixNano, endTimeUnixNano, status: { code, message }, ...rest }) => ({
    ...rest,
    start: startTimeUnixNano,
    end: endTimeUnixNano,
    status: code,
    message,
  }));
const log = z
  .object({
    timeUnixNano: time,
    observedTimeUnixNano: time,
    eventName: z.string().default(""),
    body: anyValue.optional(),
  })
  .transform((one) => ({ t: one.timeUnixNano || one.observedTimeUnixNano, name: one.eventName, body: one.body }));
const points = z
  .object({
    dataPoints: z
      .array(
        z.object({
          timeUnixNano: time,
          asDouble: z.number().optional(),
          asInt: whole.optional(),
          count: whole.optional(),
        }),
      )
      .default([]),
  })
  .optional();
const metric = z
  .object({
    name: z.string().default(""),
    gauge: points,
    sum: points,
    histogram: points,
    exponentialHistogram: points,
    summary: points,
  })
  .transform(({ name, ...data }) => {
    const all = Object.values(data).flatMap((one) => one?.dataPoints ?? []);
    return {
      name,
      t: Math.max(0, ...all.map(({ timeUnixNano }) => timeUnixNano)),
      value: Math.max(0, ...all.map(({ asDouble, asInt, count }) => asDouble ?? asInt ?? count ?? 0)),
    };
  });

const list = <T extends z.ZodType>(shape: T) => z.array(shape).default([]);
const traces = z.object({ resourceSpans: list(z.object({ scopeSpans: list(z.object({ spans: list(span) })) })) });
const logs = z.object({ resourceLogs: list(z.object({ scopeLogs: list(z.object({ logRecords: list(log) })) })) });
const metrics = z.object({
  resourceMetrics: list(z.object({ scopeMetrics: list(z.object({ metrics: list(metric) })) })),
});

/** @throws {Error} if the text is no such request. */
export function readJson(signal: Signal, text: string): RawBatch {
  const value: unknown = JSON.parse(text);
  const batch = emptyBatch();
  if (signal === "traces")
    for (const { scopeSpans } of traces.parse(value).resourceSpans)
      for (const { spans } of scopeSpans) batch.spans.push(...spans);
  else if (signal === "logs")
    for (const { scopeLogs } of logs.parse(value).resourceLogs)
      for (const { logRecords } of scopeLogs) batch.logs.push(...logRecords);
  else
    for (const { scopeMetrics } of metrics.parse(value).resourceMetrics)
      for (const { metrics: some } of scopeMetrics) batch.metrics.push(...some);
  return batch;
}
