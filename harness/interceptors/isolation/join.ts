import { connect, type Socket } from "node:net";
import type { Scope } from "../../domain/ports.ts";
import { runOutside } from "../outside.ts";
import { proxyUserInfo } from "../proxy-scope.ts";

/** Two connections become one; a reset on one side is one on the other: it may be the fault. */
export function joined(client: Socket, server: Socket): void {
  server.on("error", () => client.resetAndDestroy());
  client.on("error", () => server.resetAndDestroy());
  client.once("close", () => server.destroy());
  server.once("close", () => client.destroySoon());
  client.pipe(server).pipe(client);
}

/** To who listens there on this machine. */
export function toLoopback(client: Socket, host: string, port: number): void {
  joined(
    client,
    runOutside(() => connect({ host, port, noDelay: true })),
  );
}

const longestHead = 16_384;

/** To `authority` (`host:port`), through the gateway as a proxy: it sees into it, lets it through, or refuses it, which is a reset. */
export function throughGateway(client: Socket, gateway: number, authority: string, scope: Scope): void {
  client.pause();
  const server = runOutside(() => connect({ host: "127.0.0.1", port: gateway, noDelay: true }));
  const credentials = Buffer.from(proxyUserInfo(scope).slice(0, -1)).toString("base64");
  server.write(
    `CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\nproxy-authorization: Basic ${credentials}\r\n\r\n`,
  );
  const refuse = (): void => {
    client.resetAndDestroy();
    server.destroy();
  };
  let head = Buffer.alloc(0);
  const read = (bytes: Buffer): void => {
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0 && head.length < longestHead) return;
    server.off("data", read);
    if (!/^HTTP\/1\.[01] 200 /.test(head.toString("latin1", 0, 16))) {
      refuse();
      return;
    }
    server.pause();
    server.off("error", refuse);
    server.off("end", refuse);
    client.off("error", refuse);
    client.off("close", refuse);
    server.unshift(head.subarray(end + 4));
    joined(client, server);
  };
  server.on("data", read);
  server.once("error", refuse);
  server.once("end", refuse);
  client.once("error", refuse);
  client.once("close", refuse);
}
