import { gunzipSync } from "node:zlib";
import type { TelemetryBatch } from "../domain/telemetry.ts";
import { decodeText, encodeText, type WireReply, type WireRequest } from "../domain/wire.ts";
import { readJson } from "./json.ts";
import { keptOf } from "./kept.ts";
import { readProtobuf } from "./protobuf.ts";
import { type Signal, signals } from "./raw.ts";

/** Bytes of an export, unpacked. */
const largest = 32 * 1024 * 1024;

/** What came of one request of an exporter, and what it is answered. */
export interface Export {
  /** Absent = it could not be read. */
  readonly batch?: TelemetryBatch;
  readonly reply: WireReply;
}

/**
 * One OTLP/HTTP request (OTLP specification 1.x): POST to a path that ends in /v1/traces, /v1/metrics or /v1/logs; protobuf or JSON,
 * plain or gzip. Answered in the encoding that it came in; what cannot be read gets a `google.rpc.Status` and the status 400.
 */
export function readExport({ method, url, headers, body }: WireRequest): Export {
  const { pathname } = new URL(url);
  const signal = signals.find((one) => pathname.endsWith(`/v1/${one}`));
  const json = /^application\/json\b/i.test(headers["content-type"] ?? "");
  const refuse = (status: number, message: string): Export => ({ reply: refusal(status, message, json) });
  if (signal === undefined)
    return refuse(404, `There is no ${pathname}: exporters send to /v1/traces, /v1/metrics or /v1/logs.`);
  if (method !== "POST") return refuse(405, "Exporters send by POST.");
  if (!json && !/^application\/x-protobuf\b/i.test(headers["content-type"] ?? ""))
    return refuse(
      415,
      `Cannot read ${headers["content-type"] ?? "a body without a type"}: send application/x-protobuf or application/json.`,
    );
  try {
    const batch = read(signal, json, unpacked(body, headers["content-encoding"]));
    // All is accepted: a response without `partial_success`, which is an empty message.
    return { batch, reply: json ? reply(200, "{}", true) : reply(200, "", false) };
  } catch (error) {
    return refuse(400, `Cannot read these ${signal}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function read(signal: Signal, json: boolean, body: Uint8Array): TelemetryBatch {
  const batch = json ? readJson(signal, decodeText(body)) : readProtobuf(signal, body);
  if (batch.spans.some(({ traceId, spanId }) => traceId.length !== 32 || spanId.length !== 16))
    throw new Error("a span has no id");
  return keptOf(batch);
}

function unpacked(body: Uint8Array, encoding = "identity"): Uint8Array {
  if (encoding === "identity") return body;
  if (encoding === "gzip") return gunzipSync(body, { maxOutputLength: largest });
  throw new Error(`the encoding "${encoding}" is neither gzip nor identity`);
}

/** `google.rpc.Status`: code 1, message 2. */
function refusal(status: number, message: string, json: boolean): WireReply {
  if (json) return reply(status, JSON.stringify({ code: 3, message }), true);
  const text = encodeText(message).slice(0, 16_000);
  const length = text.length < 128 ? [text.length] : [(text.length & 127) | 128, text.length >> 7];
  return reply(status, new Uint8Array([0x08, 3, 0x12, ...length, ...text]), false);
}

function reply(status: number, body: string | Uint8Array, json: boolean): WireReply {
  const bytes = typeof body === "string" ? encodeText(body) : body;
  const headers = {
    "content-type": json ? "application/json" : "application/x-protobuf",
    "content-length": String(bytes.length),
  };
  return { status, headers, body: [{ bytes, mark: "whole" }] };
}
