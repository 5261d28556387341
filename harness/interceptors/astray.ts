import type { IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import type { Router } from "../domain/ports.ts";
import { runOutside } from "./outside.ts";
import { type Destination, originOf } from "./preamble.ts";
import { scopeFromProxyAuth } from "./proxy-scope.ts";
import { askForTunnel, joinTo, refusal } from "./tunnel.ts";

/** True = the connection needs no reading: it goes where it wanted to, or nothing follows on it. */
export function admit(router: Router, socket: Socket, destination: Destination): boolean {
  if (destination.scheme === "udp") {
    askForTunnel(router, originOf(destination), destination.scope); // for the journal: it was refused where it was made
    socket.destroy();
    return true;
  }
  // Who is let through in clear text may have to hear its server before it speaks itself.
  if (destination.scheme === "https" || router.claims?.(originOf(destination), destination.scope) !== false)
    return false;
  joinTo(destination, socket);
  return true;
}

/** No HTTP: there are no calls to see in it, so that it is let through or refused as a whole. */
export function tunnelled(router: Router, socket: Socket, destination: Destination): void {
  const result = askForTunnel(router, originOf(destination), destination.scope);
  if (result.kind === "pass") {
    joinTo(destination, socket);
    return;
  }
  socket.on("error", () => {}); // its end is all that counts
  socket.resume();
  if (result.kind === "blocked") socket.resetAndDestroy();
}

/** Ends the TLS of a tunnel, and asks the gateway for what is in it. */
export interface TlsEnd {
  /** A proxy's, on loopback. */
  readonly port: number;
  /** The tunnel that comes from this port of ours, and how its client's connection is broken. */
  comes(from: number, tunnel: Destination, reset: () => void): void;
}

/**
 * A client takes the gateway for its proxy. Without somebody to end TLS, what goes to port 443 is let through or refused as a whole. Refused is
 * said in the status line, which is all that most clients show.
 */
export function connectAsked(
  router: Router,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  sniff: (socket: Socket, destination: Destination) => void,
  end: TlsEnd | undefined,
): void {
  socket.on("error", () => {}); // its end is all that counts
  const authority = request.url ?? "";
  if (!/:\d+$/.test(authority) || !URL.canParse(`http://${authority}`)) {
    socket.end(refusal(`Brownout cannot read "${authority}" as host:port.`));
    return;
  }
  const secure = authority.endsWith(":443");
  const scope = scopeFromProxyAuth(request.headers["proxy-authorization"]);
  const destination: Destination = { scope, scheme: end && secure ? "https" : "http", authority };
  const origin = `${secure ? "https" : "http"}://${authority}`;
  const result = end || secure ? askForTunnel(router, origin, scope, end && "seen") : undefined;
  if (result?.kind === "blocked") {
    socket.end(refusal(result.message));
    return;
  }
  if (result && result.kind !== "pass") return;
  if (head.length > 0) socket.unshift(head);
  if (end) {
    handOn(end, request, socket, destination);
    return;
  }
  socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
  if (result) joinTo(destination, socket);
  else if (!admit(router, socket, destination)) sniff(socket, destination);
}

/** The same CONNECT, to who ends TLS; it answers the client itself. */
function handOn(end: TlsEnd, request: IncomingMessage, client: Socket, destination: Destination): void {
  const server = runOutside(() => connect({ host: "127.0.0.1", port: end.port, noDelay: true }));
  server.once("connect", () => {
    if (server.localPort !== undefined) end.comes(server.localPort, destination, () => client.resetAndDestroy());
    const credentials = request.headers["proxy-authorization"];
    server.write(
      `CONNECT ${destination.authority} HTTP/1.1\r\nhost: ${destination.authority}\r\n${credentials ? `proxy-authorization: ${credentials}\r\n` : ""}\r\n`,
    );
    client.pipe(server).pipe(client);
  });
  // A reset on one side is one on the other: it may be the fault.
  server.on("error", () => client.resetAndDestroy());
  client.on("error", () => server.destroy());
  client.once("close", () => server.destroy());
  server.once("close", () => client.destroySoon());
}
