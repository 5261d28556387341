import type { MidStream, ReplyHead } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { isRpcResponse } from "../shared/json-rpc.ts";
import { commentFrame, eventFrame, isEventStream, type Marker } from "../shared/sse.ts";
import { splitEvents } from "../shared/sse-splitter.ts";
import { errorMessage } from "./failures.ts";
import { askedOf } from "./request.ts";

/**
 * The response ends the stream of its request, so faults strike before it. On the stream of the old transport, which begins with
 * `endpoint`, responses are content like all else: it goes on after them.
 */
export function marker(): Marker {
  let shared = false;
  return (name, data) => {
    if (name === "endpoint") {
      shared = true;
      return "open";
    }
    return isRpcResponse(data) && !shared ? "close" : "content";
  };
}

export async function* split(chunks: AsyncIterable<Uint8Array>, head: ReplyHead): AsyncIterable<Frame> {
  if (isEventStream(head.headers)) yield* splitEvents(chunks, marker());
  else for await (const bytes of chunks) yield { bytes, mark: "whole" };
}

export const midStream: MidStream = {
  failures: ["server-error"],
  failure: (failure, _context, call) => eventFrame("message", errorMessage(failure, call && askedOf(call)), "close"),
  keepAlive: () => commentFrame("keepalive"),
  // Progress is what resets a client's timeout, if it asked to be told; others skip a log line.
  emptyDelta(_context, call) {
    const token = call && askedOf(call)?.progressToken;
    const message =
      token === undefined
        ? { jsonrpc: "2.0", method: "notifications/message", params: { level: "debug", data: "" } }
        : { jsonrpc: "2.0", method: "notifications/progress", params: { progressToken: token, progress: 0 } };
    return eventFrame("message", message, "comment");
  },
};
