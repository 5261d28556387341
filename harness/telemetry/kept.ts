import {
  type ReadSignal,
  type ReadSpan,
  spanKinds,
  spanStatuses,
  type TelemetryAttributes,
  type TelemetryBatch,
  type TelemetryValue,
} from "../domain/telemetry.ts";
import type { RawBatch, RawEvent, RawLog, RawSpan } from "./raw.ts";

/**
 * What of a batch goes into the journal. Attributes are taken by name: those that say what was done and how it ended. Prompts,
 * answers, arguments and results of tools, headers and query strings stay out, however an instrumentation names them.
 */
const wanted = [
  /^gen_ai\.(?:operation\.name|provider\.name|system|conversation\.id|agent\.(?:name|id)|data_source\.id)$/,
  /^gen_ai\.(?:request\.(?:model|stream|max_tokens)|response\.(?:model|id|finish_reasons|time_to_first_chunk))$/,
  /^gen_ai\.(?:usage\.[\w.]+|tool\.(?:name|type|call\.id))$/,
  /^(?:error\.type|exception\.(?:type|message)|otel\.status_code)$/,
  /^(?:http\.(?:request\.method|request\.resend_count|response\.status_code|method|status_code|url|route)|url\.(?:full|path|scheme))$/,
  /^(?:server\.(?:address|port)|net\.peer\.(?:name|port)|rpc\.(?:system|service|method|response\.status_code|jsonrpc\.error_code))$/,
  /^(?:mcp\.(?:method\.name|protocol\.version)|jsonrpc\.request\.id|db\.(?:system(?:\.name)?|operation\.name|collection\.name))$/,
  // Vercel's AI SDK, OpenInference, OpenLLMetry.
  /^ai\.(?:operationId|model\.(?:id|provider)|toolCall\.(?:name|id)|response\.(?:finishReason|model|id)|settings\.maxRetries)$/,
  /^(?:openinference\.span\.kind|llm\.(?:model_name|system|request\.type)|tool\.name|traceloop\.(?:span\.kind|entity\.name))$/,
];
const url = /^(?:url\.full|http\.url)$/;

const longest = { name: 120, value: 200, message: 300, attributes: 40, events: 20 } as const;
const cut = (text: string, to: number): string => (text.length <= to ? text : `${text.slice(0, to - 1)}…`);

export function keptOf({ spans, logs, metrics }: RawBatch): TelemetryBatch {
  return {
    spans: spans.map(spanOf),
    signals: [
      ...logs.map(logOf),
      ...metrics.map(
        ({ name, t, value }): ReadSignal => ({ signal: "metric", name: cut(name, longest.name), t, value }),
      ),
    ],
  };
}

function spanOf(span: RawSpan): ReadSpan {
  return {
    t: span.start,
    until: Math.max(span.start, span.end),
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === "" || /^0+$/.test(span.parentSpanId) ? {} : { parentSpanId: span.parentSpanId }),
    name: cut(span.name, longest.name),
    kind: spanKinds[span.kind] ?? "unspecified",
    status: spanStatuses[span.status] ?? "unset",
    ...(span.message === "" ? {} : { message: cut(span.message, longest.message) }),
    attributes: attributesOf(span.attributes),
    events: span.events.slice(0, longest.events).map(eventOf),
  };
}

const eventOf = ({ t, name, attributes }: RawEvent) => ({
  t,
  name: cut(name, longest.name),
  attributes: attributesOf(attributes),
});

/** The text of a record may hold anything: only its first line, and only where nothing else names it. */
const logOf = ({ t, name, body }: RawLog): ReadSignal => ({
  signal: "log",
  t,
  name: cut(name || (typeof body === "string" ? (body.split("\n", 1)[0] ?? "") : ""), longest.name),
});

function attributesOf(all: Readonly<Record<string, unknown>>): TelemetryAttributes {
  const kept: Record<string, TelemetryValue> = {};
  let count = 0;
  for (const [name, value] of Object.entries(all)) {
    if (count >= longest.attributes || !wanted.some((pattern) => pattern.test(name))) continue;
    const text = textOf(value);
    if (text === undefined) continue;
    kept[name] = url.test(name) && typeof text === "string" ? cut(text.replace(/[?#].*$/s, ""), longest.value) : text;
    count += 1;
  }
  return kept;
}

function textOf(value: unknown): TelemetryValue | undefined {
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return cut(value, longest.value);
  return Array.isArray(value) ? cut(value.map(String).join(", "), longest.value) : undefined;
}
