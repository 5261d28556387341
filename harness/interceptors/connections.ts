import type { Socket } from "node:net";
import { Interceptor } from "@mswjs/interceptors";
import { SocketInterceptor } from "@mswjs/interceptors/net";
import type { Router } from "../domain/ports.ts";
import { blockedError } from "./connection-error.ts";
import { isLoopbackHost } from "./loopback.ts";
import { type ProcessTimeouts, processTimeouts } from "./process-timeouts.ts";
import { currentScope } from "./scope.ts";

/**
 * An HTTP/2 client? Over TLS it offers nothing but h2. In clear text nothing is said before the connection stands, and
 * the interceptor waits for the first bytes before it lets it stand: Node's own http2 listener on the socket tells.
 */
const speaksHttp2 = (socket: Socket, protocols: unknown): boolean =>
  Array.isArray(protocols)
    ? protocols.length > 0 && protocols.every((name) => name === "h2")
    : socket.listeners("close").some((listener) => listener.name === "socketOnClose");

/**
 * Until a socket is let through its handle is a dummy, which would hold a virtual clock for as long as a call hangs. Gives the
 * function that makes it count again.
 */
function withoutHandle(socket: Socket): () => void {
  socket.unref();
  const { ref } = socket;
  socket.ref = () => socket;
  return () => {
    socket.ref = ref;
    socket.ref();
  };
}

/** While a socket is answered here its timeouts are on the process's timers, so that virtual time has them too. */
function socketTimeouts(socket: Socket): ProcessTimeouts {
  const limit = socket.timeout ?? 0;
  socket.setTimeout(0);
  return processTimeouts(socket, limit);
}

export interface Connections extends Disposable {
  /** The HTTP request on this socket was allowed to reach the network (or no longer is). */
  allow(socket: unknown, allowed: boolean): void;
  /** Something crosses this socket: its timeout begins anew. */
  heard(socket: unknown): void;
}
interface Watched {
  allowed: boolean;
  heard?: ProcessTimeouts;
}

/**
 * Watches every connection of the process under the HTTP interceptor. HTTP/2 that does not come by way of http2.connect goes
 * straight through to loopback, since it would hang (mswjs/interceptors knows HTTP/1 only); HTTP/2 and anything that is not HTTP to elsewhere asks the router
 * as a CONNECT, and fails with the host's name unless it is let through.
 */
export function watchConnections(router: Router): Connections {
  const sockets = new WeakMap<object, Watched>();
  const watched = (socket: unknown): Watched | undefined =>
    typeof socket === "object" && socket !== null ? sockets.get(socket) : undefined;
  const stop = new AbortController();

  const mayConnect = async (host: string, port: string, what: string): Promise<Error | undefined> => {
    const url = `https://${host.includes(":") ? `[${host}]` : host}:${port}/`;
    const request = { method: "CONNECT", url, headers: {}, body: new Uint8Array() };
    const result = await router.route(request, currentScope(), stop.signal);
    if (result.kind === "pass") return undefined;
    if (result.kind === "blocked") return blockedError(url, result.message);
    const text =
      `Cannot intercept ${what} to ${host}:${port} in process. ` +
      "Give the client an HTTP/1.1 transport, let it use http2.connect, or use the gateway route.";
    return Object.assign(new Error(text), { code: "BROWNOUT_UNSUPPORTED" });
  };

  Interceptor.singleton(SocketInterceptor).on(
    "connection",
    ({ socket, connectionOptions, controller }) => {
      const host = connectionOptions.host ?? "";
      const port = String(connectionOptions.port ?? "");
      const local = isLoopbackHost(host);
      const state: Watched = { allowed: local };
      const counted = withoutHandle(socket);
      const timeouts = socketTimeouts(socket);
      const release = (): void => {
        counted();
        const limit = timeouts.stop();
        socket.setTimeout(limit);
      };
      state.heard = timeouts;
      sockets.set(socket, state);

      // For a TLS socket the options carry the protocols on offer.
      const offered = (connectionOptions as { ALPNProtocols?: unknown }).ALPNProtocols;
      const realPass = controller.passthrough.bind(controller);
      const pass: typeof realPass = (flush) => {
        release();
        return realPass(flush);
      };
      const decide = (what: string): void => {
        mayConnect(host, port, what).then(
          (error) => (error ? socket.destroy(error) : pass()),
          (error: unknown) => socket.destroy(error instanceof Error ? error : new Error(String(error))),
        );
      };
      if (speaksHttp2(socket, offered)) {
        if (local) pass();
        else decide("an HTTP/2 connection");
        return;
      }
      // The interceptor lets through by itself what it cannot read as HTTP.
      controller.passthrough = (flush) => {
        if (state.allowed) return pass(flush);
        decide("a connection that is not HTTP");
        return socket;
      };
    },
    { signal: stop.signal },
  );

  return {
    allow(socket, allowed) {
      const state = watched(socket);
      if (state) state.allowed = allowed;
    },
    heard: (socket) => watched(socket)?.heard?.(),
    [Symbol.dispose]() {
      stop.abort();
    },
  };
}
