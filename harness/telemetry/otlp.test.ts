import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BasicTracerProvider, SimpleSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { describe, expect, it } from "vitest";
import { collectBody, encodeText, type WireRequest } from "../domain/wire.ts";
import { type Export, readExport } from "./index.ts";

const requestOf = async (request: IncomingMessage): Promise<WireRequest> => ({
  method: request.method ?? "",
  url: `http://127.0.0.1${request.url}`,
  headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  body: await buffer(request),
});

/** Exports one trace with the SDK and gives what was read of it. */
async function exported(exporterAt: (url: string, options: object) => SpanExporter, options: object = {}) {
  const read: Export[] = [];
  const server = createServer(async (request, response) => {
    const one = readExport(await requestOf(request));
    read.push(one);
    response.writeHead(one.reply.status, one.reply.headers).end((await collectBody(one.reply.body)).bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/t/trial/v1/traces`;
  const errors: (Error | undefined)[] = [];
  const exporter = exporterAt(url, options);
  const noting: SpanExporter = {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        errors.push(result.error);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(noting)] });
  const tracer = provider.getTracer("test");
  const parent = tracer.startSpan("invoke_agent desk");
  const child = tracer.startSpan(
    "chat m",
    {
      kind: SpanKind.CLIENT,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.request.stream": true,
        "gen_ai.response.finish_reasons": ["stop", "length"],
        "gen_ai.input.messages": "my secret prompt",
        "url.full": "https://model.test/v1/chat?key=s3cret",
      },
    },
    trace.setSpan((await import("@opentelemetry/api")).ROOT_CONTEXT, parent),
  );
  child.recordException(new TypeError("no reply"));
  child.setStatus({ code: SpanStatusCode.ERROR, message: "gave up" });
  child.end();
  parent.end();
  await provider.forceFlush();
  await provider.shutdown();
  await new Promise((resolve) => server.close(resolve));
  return { read, errors, parent: parent.spanContext(), child: child.spanContext() };
}

describe("an exporter of the OpenTelemetry SDK", () => {
  it.each([
    ["protobuf", (url: string, more: object) => new ProtoExporter({ url, ...more }), {}],
    ["JSON", (url: string, more: object) => new JsonExporter({ url, ...more }), {}],
    ["protobuf with gzip", (url: string, more: object) => new ProtoExporter({ url, ...more }), { compression: "gzip" }],
    ["JSON with gzip", (url: string, more: object) => new JsonExporter({ url, ...more }), { compression: "gzip" }],
  ])("is read and answered in %s", async (_, exporterAt, options) => {
    const before = Date.now();
    const { read, errors, parent, child } = await exported(exporterAt, options);
    expect(errors).toEqual([undefined, undefined]);
    // Each goes in a request of its own, and two requests arrive in any order.
    const spans = read.flatMap(({ batch }) => batch?.spans ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(spans.map(({ name }) => name)).toEqual(["chat m", "invoke_agent desk"]);
    const [chat, agent] = spans;
    expect(chat).toMatchObject({
      traceId: child.traceId,
      spanId: child.spanId,
      parentSpanId: parent.spanId,
      kind: "client",
      status: "error",
      message: "gave up",
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.request.stream": true,
        "gen_ai.response.finish_reasons": "stop, length",
        "url.full": "https://model.test/v1/chat",
      },
      events: [{ name: "exception", attributes: { "exception.type": "TypeError", "exception.message": "no reply" } }],
    });
    expect(agent).toMatchObject({ kind: "internal", status: "unset" });
    expect(agent).not.toHaveProperty("parentSpanId");
    expect(Math.abs((chat?.t ?? 0) - before)).toBeLessThan(5000);
    expect(chat?.until).toBeGreaterThanOrEqual(chat?.t ?? Number.POSITIVE_INFINITY);
    expect(JSON.stringify(read)).not.toMatch(/secret|s3cret/);
  });
});

describe("a request", () => {
  const post = (body: string | Uint8Array, more: Partial<WireRequest> = {}): Export =>
    readExport({
      method: "POST",
      url: "http://x.test/t/a/v1/traces",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? encodeText(body) : body,
      ...more,
    });
  const at = (signal: string): Partial<WireRequest> => ({ url: `http://x.test/v1/${signal}` });
  const statusOf = ({ reply, batch }: Export) => [reply.status, batch !== undefined];

  it.each([
    ["no JSON", post("{")],
    ["an id that is none", post('{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"xyz","spanId":"1"}]}]}]}')],
    ["a span without an id", post('{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"","spanId":""}]}]}]}')],
    ["no gzip", post("{}", { headers: { "content-type": "application/json", "content-encoding": "gzip" } })],
    ["another encoding", post("{}", { headers: { "content-type": "application/json", "content-encoding": "br" } })],
    ["no protobuf", post(new Uint8Array([10, 250, 1, 2]), { headers: { "content-type": "application/x-protobuf" } })],
  ])("that is %s is refused with 400", (_, refused) => {
    expect(statusOf(refused)).toEqual([400, false]);
  });

  it("that unpacks to more than is read is refused", () => {
    const bomb = gzipSync(Buffer.alloc(33 * 1024 * 1024), { level: 1 });
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    expect(statusOf(post(bomb, { headers }))).toEqual([400, false]);
  });

  it("to another path, by another method or of another type is told so", () => {
    expect(statusOf(post("{}", at("profiles")))).toEqual([404, false]);
    expect(statusOf(post("{}", { method: "GET" }))).toEqual([405, false]);
    expect(statusOf(post("{}", { headers: { "content-type": "application/grpc" } }))).toEqual([415, false]);
  });

  it("with logs and metrics gives names and figures", () => {
    const logs = post(
      JSON.stringify({
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  { timeUnixNano: "1700000000000000000", eventName: "dependency.down" },
                  { observedTimeUnixNano: "1700000000000000000", body: { stringValue: "orders failed\nat line 3" } },
                ],
              },
            ],
          },
        ],
      }),
      at("logs"),
    );
    expect(logs.batch?.signals).toEqual([
      { signal: "log", t: 1_700_000_000_000, name: "dependency.down" },
      { signal: "log", t: 1_700_000_000_000, name: "orders failed" },
    ]);
    const points = (...dataPoints: object[]) => ({ dataPoints });
    const metrics = post(
      JSON.stringify({
        resourceMetrics: [
          {
            scopeMetrics: [
              {
                metrics: [
                  {
                    name: "errors",
                    sum: points({ asInt: "0", timeUnixNano: "1000000" }, { asInt: "3", timeUnixNano: "2000000" }),
                  },
                  { name: "load", gauge: points({ asDouble: 0.5 }) },
                  { name: "waits", histogram: points({ count: "7" }) },
                ],
              },
            ],
          },
        ],
      }),
      at("metrics"),
    );
    expect(metrics.batch?.signals.map(({ name, value }) => [name, value])).toEqual([
      ["errors", 3],
      ["load", 0.5],
      ["waits", 7],
    ]);
    expect(metrics.batch?.signals[0]?.t).toBe(2);
  });

  it("keeps long texts short", () => {
    const spans = [
      {
        traceId: "a".repeat(32),
        spanId: "b".repeat(16),
        name: "n".repeat(5000),
        status: { code: 2, message: "m".repeat(5000) },
      },
    ];
    const { batch } = post(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
    expect(JSON.stringify(batch).length).toBeLessThan(1000);
    expect(batch?.spans[0]?.status).toBe("error");
  });
});
