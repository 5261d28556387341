import { createServer } from "node:http";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

/** A server with OpenTelemetry as its documentation sets it up: where to export to, and how often, it reads from the environment. */
const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
const tracer = provider.getTracer("server");

async function lookUp(): Promise<string> {
  const span = tracer.startSpan("execute_tool get_order", {
    kind: SpanKind.INTERNAL,
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "get_order",
      "gen_ai.tool.call.arguments": '{"customer":"Mrs Private"}',
      "error.note": "Bearer sk-abcdefghijklmnop1234",
    },
  });
  const { traceId, spanId } = span.spanContext();
  try {
    const headers = { traceparent: `00-${traceId}-${spanId}-01` };
    const response = await fetch(`${process.env["ORDERS_URL"]}/orders/1`, { headers });
    if (response.ok) return `Your order is ${((await response.json()) as { readonly status: string }).status}.`;
    span.setStatus({
      code: SpanStatusCode.ERROR,
      message: `status ${response.status} for api_key=sk-abcdefghijklmnop1234`,
    });
    return "I could not look that up.";
  } finally {
    span.end();
  }
}

createServer(async (request, response) => {
  if (request.method === "GET") response.end("ready");
  else response.setHeader("content-type", "application/json").end(JSON.stringify({ answer: await lookUp() }));
}).listen(Number(process.env["PORT"]), "127.0.0.1");
