import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Interception, type Interceptor, type Router, TargetFailure } from "../domain/ports.ts";
import type { WireReply } from "../domain/wire.ts";
import { deliveryOf } from "./delivery.ts";
import { gatewayPath, readGatewayPath } from "./gateway-path.ts";
import { reachedAt, readBody, scopeOf, wireRequestOf } from "./gateway-request.ts";
import { LiveCall } from "./live-call.ts";
import { tagOutgoing } from "./outgoing-tags.ts";
import { explain, relay } from "./relay.ts";
import { currentScope, encodeScope, runInScope } from "./scope.ts";
import { resetConnection, writeDelivery } from "./write-delivery.ts";

export interface GatewayOptions {
  /** 0 or absent = any free port. */
  readonly port?: number;
  /** Never anything but loopback: the gateway answers whoever can reach it. */
  readonly host?: "127.0.0.1";
}
export interface GatewayInterception extends Interception {
  readonly route: "gateway";
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
}

/** One loopback port for agents in any language: `/t/<trial>[;p=<performance>]/<dependency>/<rest>`. */
export const gateway = (options: GatewayOptions = {}): Interceptor => ({
  open: (router) => openGateway(router, options),
});

/** @throws {TargetFailure} if the port cannot be had. */
export async function openGateway(router: Router, options: GatewayOptions = {}): Promise<GatewayInterception> {
  const known = new Set<string>();
  const calls = new Set<LiveCall>();
  // Agents may think for minutes on an idle connection: the gateway never ends one of its own accord.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, maxHeaderSize: 65_536 });
  server.on("request", (request, response) => {
    const call = new LiveCall(calls);
    serve(router, known, request, response, call)
      .then((ending) => {
        if (ending === "over") call.finish();
      })
      .catch(() => {
        call.finish();
        resetConnection(response);
      });
    response.once("close", () => {
      if (response.writableFinished) call.finish();
      else call.abort(new Error("The client closed the connection."));
    });
  });
  await listen(server, options.host ?? "127.0.0.1", options.port ?? 0);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tags = tagOutgoing((_client, to) => {
    const scope = to === origin ? currentScope() : undefined;
    return scope && encodeScope(scope);
  });
  return {
    route: "gateway",
    origin,
    environment(scope, dependencies) {
      const variables: Record<string, string> = {};
      for (const { name, env } of dependencies) {
        known.add(name);
        if (env !== undefined) variables[env] = origin + gatewayPath(scope, name);
      }
      return variables;
    },
    run: (scope, body) => runInScope(scope, body),
    async [Symbol.asyncDispose]() {
      tags[Symbol.dispose]();
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const call of [...calls]) call.abort(new Error("The gateway was closed."));
      server.closeAllConnections();
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

/** Answers one request. `silent`: the client is left waiting, until it goes away. */
async function serve(
  router: Router,
  known: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
  { signal }: LiveCall,
): Promise<"over" | "silent"> {
  response.sendDate = false;
  const answer = (wire: WireReply): Promise<"over" | "silent"> | "over" => {
    const delivery = deliveryOf(wire, request.method ?? "GET");
    if (delivery !== "reset") return writeDelivery(response, delivery);
    resetConnection(response);
    return "over";
  };
  const body = await readBody(request);
  const address = readGatewayPath(request.url ?? "");
  const scope = address && scopeOf(request, address);
  const url = scope && router.resolve(scope, address.dependency, address.rest);
  if (!address || url === undefined)
    return answer(explain(404, "brownout_not_found", unknownAddress(request.url ?? "", known)));

  const wire = { ...wireRequestOf(request, url, body), reachedAt: reachedAt(request, address) };
  const result = await router.route(wire, scope, signal);
  if (response.destroyed) return "over";
  switch (result.kind) {
    case "reply":
      return answer(result.wire);
    case "disconnect":
      if (result.code === "hang") return "silent";
      // The connection has been accepted, so it can no longer be refused or fail to resolve: it breaks instead.
      resetConnection(response);
      return "over";
    case "pass":
      return answer(await relay(wire, signal));
    case "blocked":
      return answer(explain(502, "brownout_blocked", result.message));
  }
}

function unknownAddress(target: string, known: ReadonlySet<string>): string {
  const address = readGatewayPath(target);
  const what = address
    ? `No running trial "${address.scope.trial}" has a dependency "${address.dependency}".`
    : `"${target}" is no address of the gateway.`;
  const names = known.size > 0 ? ` Known dependencies: ${[...known].join(", ")}.` : "";
  return `${what} An address looks like /t/<trial>/<dependency>/<rest of the path>, with the parts percent-encoded.${names} Take the base address from the variable that Brownout hands the target.`;
}
