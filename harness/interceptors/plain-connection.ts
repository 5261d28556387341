import type { Socket } from "node:net";
import type { Exchange } from "./exchange.ts";
import { type PlainHead, readPlainHead } from "./plain-head.ts";
import { plainOutput } from "./plain-output.ts";
import { drained } from "./socket-ends.ts";
import { writeDelivery } from "./write-delivery.ts";

/** Who answers what comes on connections. */
export interface PlainServer {
  /** One request has come, whole. Gives what is to be done if the client goes away before it is answered. */
  began(exchange: Exchange, socket: Socket): () => void;
  /** The rest of the connection is not plain. Nothing listens to the socket, and nothing of these bytes has been answered. */
  other(socket: Socket, bytes: Buffer): void;
}

/** Larger bodies are collected elsewhere. */
const largestBody = 1_048_576;
/** What a client may send ahead while it is being answered, before it has to wait. */
const mostAhead = 65_536;

/**
 * Answers the requests of an HTTP/1.1 connection one after another, as long as they are what clients of models send all day: a head
 * in one piece, and a body of known length. Node's own server takes nearly as long for one of them as everything else does that
 * happens to a call; it gets the connection with the first request that is anything else.
 */
export function servePlain(socket: Socket, begun: Buffer, server: PlainServer): void {
  let parts: Buffer[] = [begun];
  let size = begun.length;
  let awaited: PlainHead | undefined;
  /** Set while a request is being answered. */
  let left: (() => void) | undefined;

  const ignore = (): void => {}; // its end is all that counts
  const read = (bytes: Buffer): void => {
    parts.push(bytes);
    size += bytes.length;
    if (!left) next();
    else if (size > mostAhead) socket.pause();
  };
  const end = (): void => void socket.end();
  const close = (): void => left?.();
  socket.on("error", ignore);
  socket.on("data", read);
  socket.on("end", end);
  socket.on("close", close);

  const unread = (): Buffer => {
    const [first] = parts;
    const all = first && parts.length === 1 ? first : Buffer.concat(parts);
    parts = [all];
    return all;
  };
  const next = (): void => {
    if (size === 0) return;
    awaited ??= readPlainHead(unread());
    if (!awaited || awaited.length > largestBody) {
      socket.off("data", read).off("end", end).off("close", close);
      server.other(socket, unread());
      socket.off("error", ignore);
      return;
    }
    const { size: from, length, method, target, headers } = awaited;
    if (size < from + length) return;
    awaited = undefined;
    const bytes = unread();
    const body = bytes.subarray(from, from + length);
    size -= from + length;
    parts = size === 0 ? [] : [bytes.subarray(from + length)];
    // A client that does not read what it has is not answered further; one that goes away has not had it.
    let leaving: Promise<void> | undefined;
    const out = plainOutput(socket, () => {
      if (out.gone()) return;
      if (socket.writableNeedDrain) leaving = drained(socket).then(() => (out.gone() ? undefined : answered()));
      else answered();
    });
    left = server.began(
      {
        version: "1.1",
        method,
        target,
        headers,
        body: () => Promise.resolve(body),
        gone: () => socket.destroyed,
        async write(delivery) {
          const how = await writeDelivery(out, delivery);
          if (leaving) await leaving;
          return how;
        },
        // HTTP/1.1 has no other way of breaking off than to lose the connection.
        breakOff: out.reset,
      },
      socket,
    );
  };
  const answered = (): void => {
    left = undefined;
    if (socket.isPaused()) socket.resume();
    next();
  };
  next();
}
