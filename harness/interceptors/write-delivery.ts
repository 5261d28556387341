import { isBreak } from "../domain/wire.ts";
import { type Delivery, discard, readyBytes } from "./delivery.ts";
import type { ReplyOutput } from "./reply-output.ts";

/**
 * Writes a delivery as an HTTP/1.1 reply, piece by piece, no faster than the client reads. Resolves when there is nothing more to
 * write: `silent` if the client is left waiting for more, on an open connection.
 */
export async function writeDelivery(out: ReplyOutput, delivery: Delivery): Promise<"over" | "silent"> {
  const { body } = delivery;
  out.head(delivery);
  if (body.kind === "none") {
    out.end();
    await discard(body.unread);
    return "over";
  }
  if (body.kind === "bytes") {
    out.whole(body.bytes);
    return "over";
  }
  const ready = readyBytes(body);
  if (ready) {
    out.whole(ready);
    return "over";
  }
  // The head goes out with the first piece if that is ready, and by itself if it is not.
  const early = setImmediate(() => out.flush());
  let left = body.length ?? Number.POSITIVE_INFINITY;
  try {
    for await (const piece of body.pieces) {
      if (out.gone()) return "over";
      if (isBreak(piece)) {
        if (piece.ending === "end") break;
        out.flush();
        if (piece.ending === "silence") return "silent";
        out.reset();
        return "over";
      }
      if (piece.bytes.length === 0 || left === 0) continue;
      clearImmediate(early);
      const bytes = piece.bytes.length > left ? piece.bytes.subarray(0, left) : piece.bytes;
      left -= bytes.length;
      if (!out.write(bytes)) await out.drained();
    }
    if (left > 0 && body.length !== undefined) {
      out.flush();
      out.hangUp();
    } else out.end();
    return "over";
  } finally {
    clearImmediate(early);
  }
}
