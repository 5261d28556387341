import http2, { type ClientHttp2Session, type ClientHttp2Stream, constants } from "node:http2";
import type { Ending, Piece, WireReply, WireRequest } from "../domain/wire.ts";
import { runOutside } from "./outside.ts";
import { receivedHeaders, sentHeaders } from "./relay-headers.ts";

// Taken at load, before any interception can have replaced it.
const { connect } = http2;
const sessions = new Map<string, ClientHttp2Session>();
/** How a server said goodbye on a session. */
const goodbyes = new WeakMap<ClientHttp2Session, number>();
/** An unused session is given up after so many ms. */
const idleMs = 4000;

/** The server does not speak HTTP/2. */
export class NotHttp2 extends Error {
  override readonly name = "NotHttp2";
}

function sessionTo(origin: string): ClientHttp2Session {
  const known = sessions.get(origin);
  if (known && !known.closed && !known.destroyed) return known;
  const session = runOutside(() => connect(origin));
  sessions.set(origin, session);
  session.on("error", () => {}); // its streams tell
  session.on("goaway", (code) => goodbyes.set(session, code));
  session.on("close", () => {
    if (sessions.get(origin) === session) sessions.delete(origin);
  });
  session.setTimeout(idleMs, () => session.close());
  session.unref();
  return session;
}

/**
 * Relays a request of an HTTP/2 client by HTTP/2, so that a reset stream stays one. @throws {NotHttp2} if the server does not
 * speak it, or another error if no connection comes about; one that is lost later is part of the reply.
 */
export function relayHttp2(wire: WireRequest, signal: AbortSignal): Promise<WireReply> {
  const { origin, host, pathname, search } = new URL(wire.url);
  const session = sessionTo(origin);
  return new Promise((resolve, reject) => {
    const stream = session.request(
      {
        ":method": wire.method,
        ":path": pathname + search,
        ":authority": host,
        ...sentHeaders(wire.headers, wire.body, wire.method),
      },
      { endStream: wire.body.length === 0, signal },
    );
    session.ref();
    stream.once("close", () => {
      if (!session.destroyed) session.unref();
    });
    const lost = (error: NodeJS.ErrnoException | undefined): Ending | undefined => {
      const away = goodbyes.get(session);
      if (away !== undefined && away !== constants.NGHTTP2_NO_ERROR) return "goaway";
      if (error?.code === "ERR_HTTP2_STREAM_ERROR") return "stream-reset";
      return error === undefined || error.code === "ECONNRESET" || error.code === "EPIPE" ? "reset" : undefined;
    };
    stream.on("response", (_headers, _flags, lines) => {
      const { headers, cookies } = receivedHeaders(lines);
      const status = Number(_headers[":status"] ?? 502);
      resolve({ status, headers, ...(cookies ? { cookies } : {}), body: bodyOf(stream, lost) });
    });
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (signal.aborted) return reject(error);
      // What an HTTP/1.1 server answers to the preface is no HTTP/2 frame.
      if (/ERR_HTTP2_ERROR|ERR_SSL|ERR_TLS/.test(String(codeOf(error)))) return reject(new NotHttp2(wire.url));
      const ending = lost(error);
      if (ending) resolve({ status: 502, headers: {}, body: [{ ending }] });
      else reject(error);
    });
    // Without an error and without a head: the connection ended under it.
    stream.on("close", () => resolve({ status: 502, headers: {}, body: [{ ending: "reset" }] }));
    if (wire.body.length > 0) stream.end(wire.body);
  });
}

const codeOf = (error: NodeJS.ErrnoException): unknown =>
  error.code === "ERR_HTTP2_STREAM_CANCEL" && error.cause instanceof Error
    ? (error.cause as NodeJS.ErrnoException).code
    : error.code;

async function* bodyOf(
  stream: ClientHttp2Stream,
  lost: (error: NodeJS.ErrnoException | undefined) => Ending | undefined,
): AsyncIterable<Piece> {
  try {
    for await (const bytes of stream) yield { bytes: bytes as Buffer, mark: "content" };
    // A connection that is lost without a word ends its streams with CANCEL, and without an error.
    if (stream.rstCode !== constants.NGHTTP2_NO_ERROR) yield { ending: "reset" };
  } catch (error) {
    const ending = lost(error as NodeJS.ErrnoException);
    if (!ending) throw error;
    yield { ending };
  }
}
