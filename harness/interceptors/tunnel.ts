import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { RouteResult, Router, Scope } from "../domain/ports.ts";
import { runOutside } from "./outside.ts";
import type { Destination } from "./preamble.ts";

/** `host:port` as sockets take it. */
function addressOf(authority: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(`tcp://${authority}`);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** Joins a client's connection to the real host, as it is. With `https` the host is spoken to over TLS, which the client took for granted. */
export function joinTo({ scheme, authority }: Pick<Destination, "scheme" | "authority">, client: Socket): void {
  const { host, port } = addressOf(authority);
  const server = runOutside(() =>
    scheme === "https"
      ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }) })
      : connect({ host, port, noDelay: true }),
  );
  server.on("error", () => client.destroy());
  client.on("error", () => server.destroy());
  client.once("close", () => server.destroy());
  server.once("close", () => client.destroySoon());
  client.pipe(server).pipe(client);
}

/** A router that says nothing about tunnels lets none through. */
export const askForTunnel = (router: Router, origin: string, scope: Scope | undefined, seen?: "seen"): RouteResult =>
  router.tunnel?.(origin, scope, seen) ?? { kind: "blocked", message: `Brownout blocked a connection to ${origin}.` };

/** The reply to a refused CONNECT. Most clients show nothing of it but its first line. */
export function refusal(message: string): string {
  const body = JSON.stringify({ error: { type: "brownout_blocked", message, status: "Bad Gateway" } });
  const reason = message.replace(/[^\x20-\x7e]/g, "?");
  return `HTTP/1.1 502 ${reason}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
}
