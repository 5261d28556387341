import { STATUS_CODES } from "node:http";
import type { Frame, WireReply, WireRequest } from "../domain/wire.ts";

const dropped = new Set(["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"]);

/**
 * Really makes a request, for the gateway, which cannot step aside as an in-process interceptor can. Fetch undoes the
 * content encoding, so the headers that speak of it are left out. @throws {TypeError} if the host cannot be reached.
 */
export async function relay(request: WireRequest, signal: AbortSignal): Promise<WireReply> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    body: request.body.length > 0 ? new Uint8Array(request.body) : null,
    redirect: "manual",
    signal,
  });
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) if (!dropped.has(name)) headers[name] = value;
  return { status: response.status, headers, body: response.body ? framesOf(response.body) : [] };
}

async function* framesOf(body: ReadableStream<Uint8Array>): AsyncIterable<Frame> {
  for await (const bytes of body) yield { bytes, mark: "content" };
}

/** A reply of the gateway's own: JSON that says what is wrong and what to do. */
export function explain(status: number, type: string, message: string): WireReply {
  const text = JSON.stringify({ error: { type, message, status: STATUS_CODES[status] } });
  return {
    status,
    headers: { "content-type": "application/json" },
    body: [{ bytes: Buffer.from(text), mark: "whole" }],
  };
}
