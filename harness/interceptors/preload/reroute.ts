import { syncBuiltinESMExports } from "node:module";
import net, { type Socket } from "node:net";
import tls from "node:tls";
import { isLoopbackHost, urlHost } from "../loopback.ts";
import { preambleOf } from "../preamble.ts";
import { readConnectArguments } from "./connect-arguments.ts";
import { asTlsSocket } from "./tls-like.ts";

export interface Reroute {
  /** Where the gateway listens, on loopback. */
  readonly port: number;
  /** Whose connections they are, as `encodeScope` gives it. */
  readonly scope: string;
  /** `host:port` on loopback that are dependencies all the same. */
  readonly routed: ReadonlySet<string>;
}
type Connect = (this: Socket, ...given: unknown[]) => Socket;

/**
 * Sends every connection that this process makes to another machine to the gateway instead, which is told where it was meant to go. What the
 * clients say on it stays as it is; where it would have been TLS, they say it in clear text. Loopback is left alone.
 */
export function rerouteConnections({ port, scope, routed }: Reroute): void {
  const connect = net.Socket.prototype.connect as Connect;
  const connectTls = tls.connect as (...given: unknown[]) => Socket;

  /** Undefined = it may be made as it is. */
  const elsewhere = ({ host, port: to, path }: Readonly<Record<string, unknown>>): string | undefined => {
    if (path !== undefined && path !== null) return undefined; // a socket of this machine
    const name = typeof host === "string" && host !== "" ? host : "localhost";
    const authority = `${urlHost(name)}:${Number(to)}`;
    return isLoopbackHost(name) && !routed.has(authority) ? undefined : authority;
  };
  const send = (socket: Socket, scheme: "https" | "http", authority: string, listener?: () => void): Socket => {
    connect.call(socket, { port, host: "127.0.0.1", noDelay: true }, ...(listener ? [listener] : []));
    socket.write(preambleOf(scope, scheme, authority), "latin1"); // waits for the connection, before all that follows
    return socket;
  };

  const rerouted: Connect = function (...given) {
    const { options, listener } = readConnectArguments(given);
    const authority = elsewhere(options);
    if (authority === undefined) return connect.apply(this, given);
    if (this instanceof tls.TLSSocket) {
      // It would encrypt what we have to say to the gateway.
      const text = `Brownout blocked a TLS connection to ${authority}: only those that tls.connect makes can be sent to the gateway.`;
      return this.destroy(Object.assign(new Error(text), { code: "BROWNOUT_BLOCKED" }));
    }
    return send(this, "http", authority, listener);
  };
  const reroutedTls = (...given: unknown[]): Socket => {
    const { options, listener } = readConnectArguments(given);
    const authority = options["socket"] === undefined ? elsewhere(options) : undefined;
    if (authority === undefined) return connectTls(...given);
    const socket = new net.Socket({ ...(options["allowHalfOpen"] === true ? { allowHalfOpen: true } : {}) });
    if (typeof options["timeout"] === "number") socket.setTimeout(options["timeout"]);
    asTlsSocket(socket, options, listener);
    return send(socket, "https", authority);
  };
  Object.assign(net.Socket.prototype, { connect: rerouted });
  Object.assign(tls, { connect: reroutedTls });
  syncBuiltinESMExports();
}
