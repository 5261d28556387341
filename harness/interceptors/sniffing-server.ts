import type { Server as HttpServer } from "node:http";
import type { Http2Server, Http2Session } from "node:http2";
import { createServer, type Server, type Socket } from "node:net";
import type { Http2Connection } from "./http2-exchange.ts";

/** How every HTTP/2 connection begins (RFC 9113, 3.4); no HTTP/1.1 request does. */
const preface = Buffer.from("PRI * HTTP/2.0");
/** Clients that never acknowledge our settings are reset all the same. */
const settleMs = 100;
/** Between the last bytes and a break, for the client's own loop to come round. */
const takingMs = 100;

export interface SniffingServer {
  readonly server: Server;
  connectionOf(session: Http2Session | undefined): Http2Connection;
  closeAllConnections(): void;
}

/** One port for HTTP/1.1 and for HTTP/2 in clear text: the first bytes of a connection tell which server it is for. */
export function sniffingServer(http1: HttpServer, http2: Http2Server): SniffingServer {
  const sockets = new Set<Socket>();
  const bySession = new WeakMap<Http2Session, Http2Connection>();
  let arriving: Socket | undefined;
  http2.on("session", (session) => {
    if (arriving) bySession.set(session, connection(session, arriving));
  });
  const hand = (socket: Socket, begun: Buffer): void => {
    socket.pause(); // or what is put back would be lost before its server listens
    socket.unshift(begun);
    if (begun.subarray(0, preface.length).equals(preface)) {
      arriving = socket;
      http2.emit("connection", socket);
      arriving = undefined;
    } else {
      http1.emit("connection", socket);
      socket.resume();
    }
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    const ignore = (): void => {};
    socket.on("error", ignore); // until a server has it, nobody else would listen
    let begun: Buffer = Buffer.alloc(0);
    const sniff = (bytes: Buffer): void => {
      begun = begun.length === 0 ? bytes : Buffer.concat([begun, bytes]);
      const undecided = begun.length < preface.length && preface.subarray(0, begun.length).equals(begun);
      if (undecided) return;
      socket.off("data", sniff);
      socket.off("error", ignore);
      socket.off("end", leave);
      hand(socket, begun);
    };
    const leave = (): void => void socket.end();
    socket.on("data", sniff);
    socket.on("end", leave);
  });
  return {
    server,
    connectionOf: (session) =>
      (session && bySession.get(session)) ?? { reset: () => session?.destroy(), taken: async () => {} },
    closeAllConnections() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

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
