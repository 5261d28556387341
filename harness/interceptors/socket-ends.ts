import type { EventEmitter } from "node:events";
import { once } from "node:events";
import type { Socket } from "node:net";

const uncorked = (socket: Socket): void => {
  while (socket.writableCorked > 0) socket.uncork();
};

/** A TCP reset, after what was written has been handed to the kernel. */
export function resetSocket(socket: Socket): void {
  if (socket.destroyed) return;
  const break_ = (): void => {
    socket.resetAndDestroy();
  };
  uncorked(socket);
  if (socket.writableLength === 0) break_();
  else socket.write("", break_);
}

/** A FIN after what was written. */
export function hangUpSocket(socket: Socket): void {
  uncorked(socket);
  socket.destroySoon();
}

/** Resolves once a writer takes more, or is closed. */
export async function drained(writer: EventEmitter & { readonly destroyed: boolean }): Promise<void> {
  const stop = new AbortController();
  const close = (): void => stop.abort();
  writer.once("close", close);
  try {
    if (!writer.destroyed) await once(writer, "drain", { signal: stop.signal });
  } catch {
    // closed: the caller sees it at the next piece
  } finally {
    writer.off("close", close);
  }
}
