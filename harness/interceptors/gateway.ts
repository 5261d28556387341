import { createServer, type IncomingMessage } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import { type Interception, type Interceptor, type Router, TargetFailure } from "../domain/ports.ts";
import { isStdio, stdioVariable } from "../domain/system-map.ts";
import { collectBody, type WireReply } from "../domain/wire.ts";
import { admit, connectAsked, type TlsEnd, tunnelled } from "./astray.ts";
import { loopbackNames, preloadVariables, proxyVariables } from "./child-variables.ts";
import { type BrokenOff, deliveryOf } from "./delivery.ts";
import type { Exchange } from "./exchange.ts";
import { gatewayPath, readGatewayPath } from "./gateway-path.ts";
import { scopeOf, wireRequestOf } from "./gateway-request.ts";
import { http1Exchange } from "./http1-exchange.ts";
import { http2Exchange } from "./http2-exchange.ts";
import { asSeenFrom } from "./inside.ts";
import { LiveCall } from "./live-call.ts";
import { meantFor } from "./meant-for.ts";
import { tagOutgoing } from "./outgoing-tags.ts";
import { servePlain } from "./plain-connection.ts";
import type { Destination } from "./preamble.ts";
import { explain, relay } from "./relay.ts";
import { currentScope, encodeScope, runInScope } from "./scope.ts";
import { sessionMates } from "./session-mates.ts";
import { sniffingServer } from "./sniffing-server.ts";
import { upgradeExchange } from "./upgrade-exchange.ts";

export interface GatewayOptions {
  /** 0 or absent = any free port. */
  readonly port?: number;
  /** Never anything but loopback: the gateway answers whoever can reach it. */
  readonly host?: "127.0.0.1";
  /** Who ends the TLS of tunnels, once there is somebody. */
  readonly tlsEnd?: () => TlsEnd | undefined;
}
export interface GatewayInterception extends Interception {
  readonly route: "gateway";
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  /** Goes on with a connection that was made to it elsewhere. */
  take(socket: Socket): void;
}
/** Sits at a port of this machine. */
export interface PortInterceptor extends Interceptor {
  open(router: Router): Promise<GatewayInterception>;
}

/**
 * One loopback port, HTTP/1.1 and HTTP/2 in clear text, for agents in any language: `/t/<trial>[;p=<performance>]/<dependency>/<rest>`.
 * What they call past it is caught by the same port, as their proxy and as the preload of Node programs.
 */
export const gateway = (options: GatewayOptions = {}): PortInterceptor => ({
  async open(router) {
    const inner = await openGateway(router, options);
    return {
      ...inner,
      environment: (scope, dependencies) => ({
        ...proxyVariables(inner.port, scope, loopbackNames),
        ...preloadVariables(inner.port, scope, []),
        ...inner.environment(scope, dependencies),
      }),
      [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    };
  },
});

/** @throws {TargetFailure} if the port cannot be had. */
export async function openGateway(router: Router, options: GatewayOptions = {}): Promise<GatewayInterception> {
  const known = new Set<string>();
  const calls = new Set<LiveCall>();
  // Agents may think for minutes on an idle connection: the gateway never ends one of its own accord.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize: 65_536 });
  const http2 = createHttp2Server();
  const port = sniffingServer(server, http2, {
    http1: (socket, begun, other) => servePlain(socket, begun, { began: plainRequest, other }),
    arrived: (socket, destination) => admit(router, socket, destination),
    notHttp: (socket, destination) => tunnelled(router, socket, destination),
  });
  server.on("connect", (request: IncomingMessage, socket: Socket, head: Buffer) =>
    connectAsked(router, request, socket, head, port.sniff, options.tlsEnd?.()),
  );
  const mates = sessionMates();
  let origin = "";
  const begin = (
    exchange: Exchange,
    call: LiveCall,
    destination: Destination | undefined,
    socket: Socket | undefined,
  ): void => {
    asSeenFrom(socket, () => serve(router, known, origin, exchange, call, destination))
      .then((ending) => {
        if (ending === "over") call.finish();
      })
      .catch(() => {
        call.finish();
        exchange.breakOff("reset");
      });
  };
  const clientClosed = (): Error => new Error("The client closed the connection.");
  const plainRequest = (exchange: Exchange, socket: Socket): (() => void) => {
    const call = new LiveCall(calls);
    begin(exchange, call, port.destinationOf(socket), socket);
    return () => call.abort(clientClosed());
  };
  server.on("request", (request, response) => {
    const call = new LiveCall(calls);
    response.sendDate = false;
    begin(http1Exchange(request, response), call, port.destinationOf(request.socket), request.socket);
    response.once("close", () => {
      if (response.writableFinished) call.finish();
      else call.abort(clientClosed());
    });
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const call = new LiveCall(calls);
    socket.on("error", () => {}); // its end is all that counts
    socket.once("close", () => call.abort(clientClosed()));
    const exchange = upgradeExchange(request, socket, head);
    asSeenFrom(socket, () => serve(router, known, origin, exchange, call, port.destinationOf(socket)))
      .catch(() => {
        exchange.breakOff("reset");
        return "over";
      })
      .then((ending) => {
        // A connection to the service that a fault made useless goes too.
        if (ending === "over") call.abort(new Error("The connection is over."));
      });
  });
  http2.on("sessionError", () => {}); // a client that breaks the rules of HTTP/2 is its own affair
  http2.on("stream", (stream, headers) => {
    const call = new LiveCall(calls);
    stream.on("error", () => {}); // its end is all that counts
    const exchange = http2Exchange(stream, headers, { ...port.connectionOf(stream.session), beside: mates.beside });
    const destination = port.destinationOf(stream.session);
    mates.add(stream, ownerOf(exchange, destination));
    begin(exchange, call, destination, undefined);
    stream.once("close", () => {
      if (stream.writableFinished && stream.rstCode === 0) call.finish();
      else call.abort(clientClosed());
    });
  });
  await listen(port.server, options.host ?? "127.0.0.1", options.port ?? 0);
  origin = `http://127.0.0.1:${(port.server.address() as AddressInfo).port}`;
  const tags = tagOutgoing((_client, to) => {
    const scope = to === origin ? currentScope() : undefined;
    return scope && encodeScope(scope);
  });
  return {
    route: "gateway",
    origin,
    port: Number(new URL(origin).port),
    take: (socket) => void port.server.emit("connection", socket),
    environment(scope, dependencies) {
      const variables: Record<string, string> = {};
      for (const { name, env } of dependencies) {
        known.add(name);
        if (env !== undefined) variables[env] = origin + gatewayPath(scope, name);
      }
      const stdio = dependencies.filter(({ url }) => isStdio(url));
      if (stdio.length > 0)
        variables[stdioVariable] = JSON.stringify(
          Object.fromEntries(stdio.map(({ name }) => [name, origin + gatewayPath(scope, name)])),
        );
      return variables;
    },
    run: (scope, body) => runInScope(scope, body),
    async [Symbol.asyncDispose]() {
      tags[Symbol.dispose]();
      if (!port.server.listening) return;
      const closed = new Promise((resolve) => port.server.close(resolve));
      for (const call of [...calls]) call.abort(new Error("The gateway was closed."));
      port.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "another process is listening there" : error.message;
      const next = "Choose another port, or none to take any free one.";
      reject(new TargetFailure(`Cannot open the gateway on ${host}:${port}: ${why}. ${next}`, { cause: error }));
    });
    server.listen({ host, port, backlog: 1024 }, resolve);
  });
}

/** Whose connection it would be if the dependency were called itself: each trial has agents and dependencies of its own. */
function ownerOf(exchange: Exchange, destination: Destination | undefined): string {
  if (destination) return JSON.stringify([scopeOf(exchange, destination).trial, destination.authority]);
  const address = readGatewayPath(exchange.target);
  return JSON.stringify([address && scopeOf(exchange, address)?.trial, address?.dependency]);
}

/** Answers one request. `silent`: the client is left waiting, until it goes away. */
async function serve(
  router: Router,
  known: ReadonlySet<string>,
  origin: string,
  exchange: Exchange,
  { signal }: LiveCall,
  destination: Destination | undefined,
): Promise<"over" | "silent"> {
  const breakOff = (how: BrokenOff): "over" => {
    exchange.breakOff(how);
    return "over";
  };
  const answer = (wire: WireReply): Promise<"over" | "silent"> | "over" => {
    if (wire.tunnel) return goOn(exchange, wire);
    const delivery = deliveryOf(wire, exchange.method);
    return typeof delivery === "string" ? breakOff(delivery) : exchange.write(delivery);
  };
  const body = await exchange.body();
  const meant = meantFor(exchange, router, origin, destination);
  if (!meant) return answer(explain(404, "brownout_not_found", unknownAddress(exchange.target, known)));
  const { scope, url } = meant;
  const wire = wireRequestOf(exchange, url, body, meant.reachedAt);
  const result = await router.route(wire, scope, signal);
  if (exchange.gone()) return "over";
  switch (result.kind) {
    case "reply":
      return answer(result.wire);
    case "disconnect":
      // The connection has been accepted, so it can no longer be refused or fail to resolve: it breaks instead.
      return result.code === "hang" ? "silent" : breakOff("reset");
    case "pass":
      return answer(await relay(wire, signal));
    case "blocked":
      return answer(explain(502, "brownout_blocked", result.message));
  }
}

/** Joins client and service, unless a fault on the way back has the connection end here. */
async function goOn(exchange: Exchange, wire: WireReply): Promise<"over" | "silent"> {
  if (!Array.isArray(wire.body) && exchange.join) return exchange.join(wire);
  const { ending } = await collectBody(wire.body);
  if (ending === "silence") return "silent";
  if (ending === "complete" && exchange.join) return exchange.join(wire);
  exchange.breakOff("reset");
  return "over";
}

function unknownAddress(target: string, known: ReadonlySet<string>): string {
  const address = readGatewayPath(target);
  const what = address
    ? `No running trial "${address.scope.trial}" has a dependency "${address.dependency}".`
    : `"${target}" is no address of the gateway.`;
  const names = known.size > 0 ? ` Known dependencies: ${[...known].join(", ")}.` : "";
  return `${what} An address looks like /t/<trial>/<dependency>/<rest of the path>, with the parts percent-encoded.${names} Take the base address from the variable that Brownout hands the target.`;
}
