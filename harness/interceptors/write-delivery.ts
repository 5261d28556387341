import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { isBreak } from "../domain/wire.ts";
import { type Delivery, discard, readyBytes } from "./delivery.ts";

/** Sends the head by itself. Node's own flushHeaders would send it as UTF-8, and header values are bytes (RFC 9110, 5.5). */
const flushHead = (response: ServerResponse): void => void response.write("", "latin1");

/** Breaks the connection with a TCP reset, after what was written has been handed to the kernel. */
export function resetConnection(response: ServerResponse): void {
  const { socket } = response;
  if (!socket || socket.destroyed) return;
  const break_ = (): void => {
    socket.resetAndDestroy();
  };
  while (socket.writableCorked > 0) socket.uncork();
  if (socket.writableLength === 0) break_();
  else socket.write("", break_);
}

/** Node frames an HTTP/1.0 reply by closing, and chunks every other one that has no length. */
function unframed(given: Delivery["headers"]): Delivery["headers"] {
  if (given["transfer-encoding"] === undefined) return given;
  const { "transfer-encoding": _, ...headers } = given;
  return headers;
}

/** Ends the connection with a FIN although the body is not complete. */
function hangUp(response: ServerResponse): void {
  const { socket } = response;
  while (socket && socket.writableCorked > 0) socket.uncork();
  socket?.destroySoon();
}

/**
 * Writes a delivery onto a server's response, piece by piece, no faster than the client reads. Resolves when there is
 * nothing more to write: `silent` if the client is left waiting for more, on an open connection.
 */
export async function writeDelivery(response: ServerResponse, delivery: Delivery): Promise<"over" | "silent"> {
  const { status, statusText, body } = delivery;
  const headers = unframed(delivery.headers);
  const { cookies } = delivery;
  response.writeHead(status, statusText, cookies ? { ...headers, "set-cookie": [...cookies] } : headers);
  if (body.kind === "none") {
    response.end();
    await discard(body.unread);
    return "over";
  }
  if (body.kind === "bytes") {
    response.end(body.bytes);
    return "over";
  }
  const ready = readyBytes(body);
  if (ready) {
    response.end(ready);
    return "over";
  }
  // The head goes out with the first piece if that is ready, and by itself if it is not.
  const early = setImmediate(() => flushHead(response));
  let left = body.length ?? Number.POSITIVE_INFINITY;
  try {
    for await (const piece of body.pieces) {
      if (response.destroyed) return "over";
      if (isBreak(piece)) {
        if (piece.ending === "end") break;
        flushHead(response);
        if (piece.ending === "silence") return "silent";
        resetConnection(response);
        return "over";
      }
      if (piece.bytes.length === 0 || left === 0) continue;
      clearImmediate(early);
      const bytes = piece.bytes.length > left ? piece.bytes.subarray(0, left) : piece.bytes;
      left -= bytes.length;
      if (!response.write(bytes)) await drained(response);
    }
    if (left > 0 && body.length !== undefined) {
      flushHead(response);
      hangUp(response);
    } else response.end();
    return "over";
  } finally {
    clearImmediate(early);
  }
}

async function drained(response: ServerResponse): Promise<void> {
  const stop = new AbortController();
  const close = (): void => stop.abort();
  response.once("close", close);
  try {
    if (!response.destroyed) await once(response, "drain", { signal: stop.signal });
  } catch {
    // closed: the caller sees it at the next piece
  } finally {
    response.off("close", close);
  }
}
