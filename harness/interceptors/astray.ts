import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Router } from "../domain/ports.ts";
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

/** A client takes the gateway for its proxy. TLS is not ended here: what goes to port 443 is let through or refused, with the reason. */
export function connectAsked(
  router: Router,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  sniff: (socket: Socket, destination: Destination) => void,
): void {
  socket.on("error", () => {}); // its end is all that counts
  const authority = request.url ?? "";
  if (!/:\d+$/.test(authority) || !URL.canParse(`http://${authority}`)) {
    socket.end(refusal(`Brownout cannot read "${authority}" as host:port.`));
    return;
  }
  const destination: Destination = {
    scope: scopeFromProxyAuth(request.headers["proxy-authorization"]),
    scheme: "http",
    authority,
  };
  const secure = authority.endsWith(":443");
  const result = secure ? askForTunnel(router, `https://${authority}`, destination.scope) : undefined;
  if (result?.kind === "blocked") {
    socket.end(refusal(result.message));
    return;
  }
  if (result && result.kind !== "pass") return;
  socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
  if (head.length > 0) socket.unshift(head);
  if (result || admit(router, socket, destination)) {
    if (result) joinTo(destination, socket);
    return;
  }
  sniff(socket, destination);
}
