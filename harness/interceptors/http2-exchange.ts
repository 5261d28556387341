import { constants, type IncomingHttpHeaders, type OutgoingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { isBreak, type Piece } from "../domain/wire.ts";
import { type BrokenOff, type Delivery, discard, readyBytes } from "./delivery.ts";
import type { Exchange } from "./exchange.ts";
import { drained } from "./socket-ends.ts";

/** The connection under an HTTP/2 session, which the session itself does not let anybody touch. */
export interface Http2Connection {
  /** Breaks it as a TCP reset does. */
  reset(): void;
  /**
   * Resolves when the client has had time to take what was sent. What an HTTP/2 client has received and its caller not yet read
   * is lost when the stream breaks; a dependency that sends as it thinks leaves that time between two events.
   */
  taken(): Promise<void>;
  /**
   * What is under way beside a stream. Where others' streams are, who are here only because the gateway is one address, a break of the
   * connection strikes the dependency's own streams one by one and leaves theirs. Absent = the connection is the dependency's alone.
   */
  beside?(stream: ServerHttp2Stream): { readonly own: readonly ServerHttp2Stream[]; readonly others: boolean };
  /** What must go by before the last frame: Node takes a stream that has closed before it is read for one that was cut short. */
  beforeEnd?(): Promise<void>;
}

const withoutPseudo = (given: IncomingHttpHeaders): IncomingHttpHeaders => {
  const headers: IncomingHttpHeaders = {};
  for (const name in given) if (!name.startsWith(":")) headers[name] = given[name];
  return headers;
};

export function http2Exchange(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  connection: Http2Connection,
): Exchange {
  const breakOff = (how: BrokenOff): void => {
    const { own, others } = connection.beside?.(stream) ?? { own: [], others: false };
    if (how === "reset" && !others) connection.reset();
    else if (how === "goaway" && !others) sayGoodbye(stream);
    else for (const one of how === "stream-reset" ? [stream] : [stream, ...own]) resetStream(one);
  };
  return {
    version: "2",
    method: headers[":method"] ?? "GET",
    target: headers[":path"] ?? "",
    headers: withoutPseudo(headers),
    body: () => readStream(stream),
    gone: () => stream.destroyed,
    write: (delivery) =>
      writeStream(stream, delivery, connection, async (how) => {
        await connection.taken();
        if (!stream.destroyed) breakOff(how);
      }),
    breakOff,
  };
}

function readStream(stream: ServerHttp2Stream): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("end", () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)));
    stream.on("aborted", () => reject(new Error("The client gave up before its request was complete.")));
    stream.on("close", () => reject(new Error("The client closed the connection before its request was complete.")));
  });
}

/** Without an error the stream would end cleanly first, and its reset come too late to be seen. */
const resetStream = (stream: ServerHttp2Stream): void =>
  void stream.destroy(new Error("The stream is reset on purpose."));

/** GOAWAY with an error, then the connection closes. */
function sayGoodbye({ session }: ServerHttp2Stream): void {
  if (!session || session.destroyed) return;
  session.goaway(constants.NGHTTP2_INTERNAL_ERROR);
  session.close();
  // A client that takes no notice of the frame sees the connection close at the latest now.
  setImmediate(() => setImmediate(() => session.destroy()));
}

/** The one header of our deliveries that is about an HTTP/1.1 connection. */
function http2Headers({ status, headers: { "transfer-encoding": _, ...headers }, cookies }: Delivery) {
  const all: OutgoingHttpHeaders = { ":status": status, ...headers };
  if (cookies) all["set-cookie"] = [...cookies];
  return all;
}

async function writeStream(
  stream: ServerHttp2Stream,
  delivery: Delivery,
  connection: Http2Connection,
  breakOff: (how: BrokenOff) => Promise<void>,
): Promise<"over" | "silent"> {
  if (stream.destroyed) return "over";
  const { body } = delivery;
  const options = { endStream: body.kind === "none", sendDate: false };
  stream.respond(http2Headers(delivery), options);
  if (body.kind === "none") {
    await discard(body.unread);
    return "over";
  }
  const end = async (): Promise<"over"> => {
    await connection.beforeEnd?.();
    stream.end();
    return "over";
  };
  if (body.kind === "bytes") {
    stream.write(body.bytes);
    return end();
  }
  const ready = readyBytes(body);
  if (ready) {
    stream.write(ready);
    return end();
  }
  let sent = Promise.resolve();
  let left = body.length ?? Number.POSITIVE_INFINITY;
  for await (const piece of body.pieces as AsyncIterable<Piece>) {
    if (stream.destroyed) return "over";
    if (isBreak(piece)) {
      if (piece.ending === "end") break;
      if (piece.ending === "silence") return "silent";
      await sent; // what was sent comes first
      await breakOff(piece.ending);
      return "over";
    }
    if (piece.bytes.length === 0 || left === 0) continue;
    const bytes = piece.bytes.length > left ? piece.bytes.subarray(0, left) : piece.bytes;
    left -= bytes.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    sent = promise;
    if (!stream.write(bytes, () => resolve())) await drained(stream);
  }
  return end();
}
