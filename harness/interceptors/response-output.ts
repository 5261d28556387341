import type { ServerResponse } from "node:http";
import type { Delivery } from "./delivery.ts";
import type { ReplyOutput } from "./reply-output.ts";
import { drained, hangUpSocket, resetSocket } from "./socket-ends.ts";

/** Node frames an HTTP/1.0 reply by closing, and chunks every other one that has no length. */
function unframed(given: Delivery["headers"]): Delivery["headers"] {
  if (given["transfer-encoding"] === undefined) return given;
  const { "transfer-encoding": _, ...headers } = given;
  return headers;
}

/** Onto a response of Node's server. */
export const responseOutput = (response: ServerResponse): ReplyOutput => ({
  gone: () => response.destroyed,
  head({ status, statusText, headers: given, cookies }) {
    const headers = unframed(given);
    response.writeHead(status, statusText, cookies ? { ...headers, "set-cookie": [...cookies] } : headers);
  },
  // Node's own flushHeaders would send it as UTF-8, and header values are bytes (RFC 9110, 5.5).
  flush: () => void response.write("", "latin1"),
  whole: (bytes) => void response.end(bytes),
  write: (bytes) => response.write(bytes),
  drained: () => drained(response),
  end: () => void response.end(),
  reset: () => {
    if (response.socket) resetSocket(response.socket);
  },
  hangUp: () => {
    if (response.socket) hangUpSocket(response.socket);
  },
});
