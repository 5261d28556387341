import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Scope } from "../domain/ports.ts";
import { forwardPath } from "./meant-for.ts";
import { runOutside } from "./outside.ts";

/** To whom a tunnel's requests belong, and how its client's connection is broken. */
export interface Upgrading {
  readonly gateway: number;
  readonly scope: Scope;
  /** Absolute, `http:` or `https:`. */
  readonly url: string;
  reset(): void;
}

/** For the proxy and not for who is behind it. */
const ofProxy = /^proxy-/i;

/** A request to go on in another protocol, out of a tunnel whose TLS ended here: the gateway answers it like any other, byte for byte. */
export function handOnUpgrade(request: IncomingMessage, client: Duplex, head: Buffer, to: Upgrading): void {
  const server = runOutside(() => connect({ host: "127.0.0.1", port: to.gateway, noDelay: true }));
  server.once("connect", () => {
    const lines = [`${request.method} ${forwardPath(to.scope, to.url)} HTTP/1.1`];
    for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
      const name = request.rawHeaders[at] ?? "";
      if (!ofProxy.test(name)) lines.push(`${name}: ${request.rawHeaders[at + 1]}`);
    }
    server.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
    if (head.length > 0) client.unshift(head);
    client.pipe(server).pipe(client);
  });
  // TLS has no reset of its own: it is the connection beneath that breaks, and that may be the fault.
  server.on("error", () => to.reset());
  client.on("error", () => server.destroy());
  client.once("close", () => server.destroy());
  server.once("close", () => client.end());
}
