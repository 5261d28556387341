import { AsyncResource } from "node:async_hooks";
import type { Frame, WireReply } from "../domain/wire.ts";
import type { Network } from "../execute/forward.ts";

const originalFetch = globalThis.fetch;
/** Bound at load: requests made through it belong to no trial, so the interceptors let them pass. */
const outside = new AsyncResource("brownout-relay");

/** Hop-by-hop headers, and those that fetch has already undone. */
const dropped = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-encoding",
  "content-length",
  "host",
  "expect",
]);

/** The live service itself, streamed through as it comes; frames are marked by the protocol without holding anything back. */
export const liveNetwork: Network = async (request, bound, signal) => {
  const headers = Object.entries(request.headers).filter(([name]) => !dropped.has(name));
  const response = await outside.runInAsyncScope(() =>
    originalFetch(request.url, {
      method: request.method,
      headers,
      ...(request.body.length > 0 ? { body: Buffer.from(request.body) } : {}),
      signal,
      redirect: "manual",
    }),
  );
  const kept = Object.fromEntries([...response.headers].filter(([name]) => !dropped.has(name)));
  const streamed = (response.headers.get("content-type") ?? "").includes("event-stream");
  if (!streamed || !response.body) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    const reply: WireReply = {
      status: response.status,
      headers: { ...kept, "content-length": String(bytes.length) },
      body: [{ bytes, mark: "whole" }],
    };
    return reply;
  }
  const chunks = response.body as AsyncIterable<Uint8Array>;
  return {
    status: response.status,
    headers: kept,
    body: bound.protocol.split
      ? bound.protocol.split(chunks, { status: response.status, headers: kept })
      : asContent(chunks),
  };
};

async function* asContent(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Frame> {
  for await (const bytes of chunks) yield { bytes, mark: "content" };
}
