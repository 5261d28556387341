import { STATUS_CODES } from "node:http";
import type { WireReply, WireRequest } from "../domain/wire.ts";
import { relayHttp1 } from "./relay-http1.ts";
import { NotHttp2, relayHttp2 } from "./relay-http2.ts";

/** Origins whose server was seen not to speak HTTP/2. */
const oldFashioned = new Set<string>();

/**
 * Really makes a request, seen by no interception, in the version that the client speaks. The reply is the server's own, byte
 * for byte and as it comes: status, headers, content coding, body, and how that breaks off. @throws {Error} if the host cannot
 * be reached.
 */
export async function relay(request: WireRequest, signal: AbortSignal): Promise<WireReply> {
  const { origin } = new URL(request.url);
  if (request.version !== "2" || oldFashioned.has(origin)) return relayHttp1(request, signal);
  try {
    return await relayHttp2(request, signal);
  } catch (error) {
    if (!(error instanceof NotHttp2)) throw error;
    oldFashioned.add(origin);
    return relayHttp1(request, signal);
  }
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
