import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  createServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { Duplex } from "node:stream";
import type { Router } from "../domain/ports.ts";
import type { WireReply, WireRequest } from "../domain/wire.ts";
import { blockedError, connectError, resetError } from "./connection-error.ts";
import { deliveryOf } from "./delivery.ts";
import type { Exchange } from "./exchange.ts";
import { wireRequestOf } from "./gateway-request.ts";
import { type Http2Connection, http2Exchange } from "./http2-exchange.ts";
import { LiveCall } from "./live-call.ts";
import { memoryWire, takingTurns, turns } from "./memory-wire.ts";
import { relay } from "./relay.ts";
import { decodeScope, scopeHeader } from "./scope.ts";

const clientGone = (): Error => new Error("The client closed the stream.");

/** What Node's client tells a stream whose connection never came about. */
const canceled = (cause: Error): Error =>
  Object.assign(new Error(`The pending stream has been canceled (caused by: ${cause.message})`, { cause }), {
    code: "ERR_HTTP2_STREAM_CANCEL",
  });

/** The other end of redirected sessions. */
export interface Http2Answerer extends Disposable {
  open(): AnsweredWire;
}
export interface AnsweredWire {
  /** The client's end. */
  readonly client: Duplex;
  /** The session that the client has made on its end, and each of its streams. */
  carries(made: ClientHttp2Session | ClientHttp2Stream): void;
  /** Something is about to be sent. */
  pulse(): void;
}
interface Connection extends Http2Connection {
  /** By the numbers of their streams, which are the same at both ends. */
  readonly calls: Map<number, LiveCall>;
  /** As if it had never come about. */
  fail(error: Error): void;
}

export function http2Answerer(router: Router, calls: Set<LiveCall>): Http2Answerer {
  const server = createServer();
  const connections = new WeakMap<Http2Session, Connection>();
  const wires = new Set<Duplex>();
  let arriving: Connection | undefined;
  server.on("session", (session) => {
    if (arriving) connections.set(session, arriving);
  });
  server.on("sessionError", () => {}); // the client's session has the error too
  server.on("stream", (stream, headers) => {
    const connection = stream.session && connections.get(stream.session);
    if (connection) answer(router, stream, headers, connection, calls);
    else stream.destroy();
  });
  return {
    open() {
      const { client, server: end, pulse } = memoryWire();
      const session = new Set<ClientHttp2Session>();
      const streams = new Set<ClientHttp2Stream>();
      wires.add(client);
      client.once("close", () => wires.delete(client));
      const underWay = new Map<number, LiveCall>();
      arriving = {
        calls: underWay,
        taken: () => turns(takingTurns),
        beforeEnd: () => turns(takingTurns),
        reset: () => void client.destroy(resetError()),
        fail: (error) => {
          for (const stream of streams) stream.destroy(canceled(error));
          for (const made of session) made.destroy(error);
        },
      };
      server.emit("connection", end);
      arriving = undefined;
      return {
        client,
        pulse,
        carries: (made) => {
          if (!("session" in made)) return void session.add(made);
          streams.add(made);
          made.once("close", () => streams.delete(made));
          // At once, and not when the news has crossed the wire: the caller may have done all its work by then.
          const gone = (): void => underWay.get(made.id ?? 0)?.abort(clientGone());
          const { close, destroy } = made;
          made.close = (...how) => {
            gone();
            close.apply(made, how);
          };
          made.destroy = (error) => {
            gone();
            return destroy.call(made, error);
          };
        },
      };
    },
    [Symbol.dispose]() {
      for (const wire of wires) wire.destroy();
    },
  };
}

function answer(
  router: Router,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  connection: Connection,
  calls: Set<LiveCall>,
): void {
  const call = new LiveCall(calls);
  const id = stream.id ?? 0;
  connection.calls.set(id, call);
  stream.on("error", () => {}); // its end is all that counts
  call.onAbort((reason) => {
    if (!stream.destroyed) stream.destroy(reason instanceof Error ? reason : new Error(String(reason)));
  });
  stream.once("close", () => {
    connection.calls.delete(id);
    if (stream.writableFinished && stream.rstCode === 0) call.finish();
    else call.abort(clientGone());
  });
  const exchange = http2Exchange(stream, headers, connection);
  serve(router, exchange, headers, connection, call).then(
    (ending) => {
      if (ending === "over") call.finish();
    },
    (error: unknown) => {
      call.finish();
      connection.fail(error instanceof Error ? error : new Error(String(error)));
    },
  );
}

async function serve(
  router: Router,
  exchange: Exchange,
  { ":scheme": scheme = "https", ":authority": authority, host }: IncomingHttpHeaders,
  connection: Connection,
  call: LiveCall,
): Promise<"over" | "silent"> {
  const { signal } = call;
  const fail = (error: Error): "over" => {
    call.finish(); // the client is not the one that leaves
    connection.fail(error);
    return "over";
  };
  const body = await exchange.body();
  const url = new URL(`${scheme}://${authority ?? host ?? "localhost"}${exchange.target}`).href;
  const tag = exchange.headers[scopeHeader];
  const wire: WireRequest = wireRequestOf(exchange, url, body);
  const result = await router.route(wire, typeof tag === "string" ? decodeScope(tag) : undefined, signal);
  if (exchange.gone()) return "over";
  const write = (reply: WireReply): Promise<"over" | "silent"> | "over" => {
    const delivery = deliveryOf(reply, exchange.method);
    if (typeof delivery !== "string") return exchange.write(delivery);
    exchange.breakOff(delivery);
    return "over";
  };
  switch (result.kind) {
    case "reply":
      return write(result.wire);
    case "pass":
      return write(await relay(wire, signal));
    case "blocked":
      return fail(blockedError(url, result.message));
    case "disconnect":
      if (result.code === "hang") return "silent";
      if (result.code !== "reset") return fail(connectError(result.code, url, "http"));
      connection.reset();
      return "over";
  }
}
