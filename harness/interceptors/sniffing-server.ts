import type { Server as HttpServer } from "node:http";
import type { Http2Server, Http2Session } from "node:http2";
import { createServer, type Server, type Socket } from "node:net";
import type { Http2Connection } from "./http2-exchange.ts";
import { type Destination, longestPreamble, preambleStart, readPreamble } from "./preamble.ts";

/** How every HTTP/2 connection begins (RFC 9113, 3.4); no HTTP/1.1 request does. */
const preface = Buffer.from("PRI * HTTP/2.0");
/** Clients that never acknowledge our settings are reset all the same. */
const settleMs = 100;
/** Between the last bytes and a break, for the client's own loop to come round. */
const takingMs = 100;

export interface SniffingServer {
  readonly server: Server;
  /** Where a connection was meant to go, if it said so. */
  destinationOf(connection: Socket | Http2Session | undefined): Destination | undefined;
  /** Goes on with a connection that another server has read from. */
  sniff(socket: Socket, destination: Destination): void;
  connectionOf(session: Http2Session | undefined): Http2Connection;
  closeAllConnections(): void;
}

/** What is done with connections that Node's servers are not given at once. */
export interface Beside {
  /** An HTTP/1.1 connection. What is not answered of it goes on with `other`. */
  http1(socket: Socket, begun: Buffer, other: (socket: Socket, bytes: Buffer) => void): void;
  /** It says where it was meant to go. True = it has been taken over, and nothing of it is read here. */
  arrived(socket: Socket, destination: Destination): boolean;
  /** It was meant to go elsewhere, and its first bytes are no HTTP; they stand in the socket again. */
  notHttp(socket: Socket, destination: Destination): void;
}

/** One port for HTTP/1.1 and for HTTP/2 in clear text: the first bytes of a connection tell which server it is for. */
export function sniffingServer(http1: HttpServer, http2: Http2Server, beside: Beside): SniffingServer {
  const sockets = new Set<Socket>();
  const bySession = new WeakMap<Http2Session, Http2Connection>();
  const destinations = new WeakMap<Socket | Http2Session, Destination>();
  let arriving: Socket | undefined;
  http2.on("session", (session) => {
    if (!arriving) return;
    bySession.set(session, connection(session, arriving));
    const destination = destinations.get(arriving);
    if (destination) destinations.set(session, destination);
  });
  const putBack = (socket: Socket, bytes: Buffer): void => {
    socket.pause(); // or what is put back would be lost before its server listens
    socket.unshift(bytes);
  };
  const toNode = (socket: Socket, bytes: Buffer): void => {
    putBack(socket, bytes);
    http1.emit("connection", socket);
    socket.resume();
  };
  const hand = (socket: Socket, begun: Buffer): void => {
    const destination = destinations.get(socket);
    if (startsWith(begun, preface)) {
      putBack(socket, begun);
      arriving = socket;
      http2.emit("connection", socket);
      arriving = undefined;
    } else if (destination && !requestLine.test(begun.subarray(0, 32).toString("latin1"))) {
      putBack(socket, begun);
      beside.notHttp(socket, destination);
    } else beside.http1(socket, begun, toNode);
  };
  const sniff = (socket: Socket, destination?: Destination): void => {
    if (destination) destinations.set(socket, destination);
    const ignore = (): void => {};
    socket.on("error", ignore); // until a server has it, nobody else would listen
    let begun: Buffer = Buffer.alloc(0);
    const stop = (): void => {
      socket.off("data", read);
      socket.off("error", ignore);
      socket.off("end", leave);
    };
    const read = (bytes: Buffer): void => {
      begun = begun.length === 0 ? bytes : Buffer.concat([begun, bytes]);
      if (!destinations.has(socket) && mayStartWith(begun, preambleStart)) {
        const end = begun.indexOf("\n");
        if (end < 0 && begun.length < longestPreamble) return;
        const meant = readPreamble(begun.subarray(0, Math.max(end, 0)).toString("latin1"));
        if (!meant) return void socket.destroy();
        destinations.set(socket, meant);
        begun = begun.subarray(end + 1);
        if (beside.arrived(socket, meant)) {
          stop();
          socket.unshift(begun);
          return;
        }
      }
      if (begun.length < preface.length && mayStartWith(begun, preface)) return;
      if (destinations.has(socket) && begun.length < 32 && mayBeMethod.test(begun.toString("latin1"))) return;
      stop();
      hand(socket, begun);
    };
    const leave = (): void => void socket.end();
    socket.on("data", read);
    socket.on("end", leave);
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    sniff(socket);
  });
  return {
    server,
    sniff,
    destinationOf: (connection) => connection && destinations.get(connection),
    connectionOf: (session) =>
      (session && bySession.get(session)) ?? { reset: () => session?.destroy(), taken: async () => {} },
    closeAllConnections() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** How an HTTP/1.1 request begins, and what may still become that. */
const requestLine = /^[A-Z][A-Z-]* /;
const mayBeMethod = /^[A-Z][A-Z-]*$/;

const startsWith = (bytes: Buffer, start: Buffer): boolean => bytes.subarray(0, start.length).equals(start);
/** As far as it has come. */
const mayStartWith = (bytes: Buffer, start: Buffer): boolean =>
  startsWith(bytes, start.subarray(0, Math.min(bytes.length, start.length)));

/**
 * A reset in the middle of the opening settings reaches Node's client as a clean end of the connection. No dependency is so
 * near that this could happen to it, so the reset waits until the settings have been exchanged.
 */
function connection(session: Http2Session, socket: Socket): Http2Connection {
  let settled = false;
  const settling = new Promise<void>((resolve) => {
    session.once("localSettings", () => {
      settled = true;
      resolve();
    });
  });
  const reset = (): void => {
    if (!socket.destroyed) socket.resetAndDestroy();
  };
  return {
    taken: () => new Promise((resolve) => setTimeout(resolve, takingMs)),
    reset() {
      if (settled) return reset();
      const late = setTimeout(reset, settleMs);
      void settling.then(() => {
        clearTimeout(late);
        reset();
      });
    },
  };
}
