import type { Duplex } from "node:stream";
import type { Router } from "../domain/ports.ts";
import type { TlsEnd } from "./astray.ts";
import { caVariables, directHosts, preloadVariables, proxyVariables } from "./child-variables.ts";
import { type GatewayInterception, type GatewayOptions, openGateway, type PortInterceptor } from "./gateway.ts";
import { hushMockttp } from "./hush-mockttp.ts";
import { forwardPath } from "./meant-for.ts";
import { answerUpgrades, loadMockttp, loopbackOnly, type MockttpModule } from "./mockttp.ts";
import { placeAuthority } from "./place-authority.ts";
import { type Destination, originOf } from "./preamble.ts";
import { handOnUpgrade } from "./proxied-upgrade.ts";
import { scopeFromTags } from "./proxy-scope.ts";
import { askForTunnel } from "./tunnel.ts";

/**
 * For agents in any language whose addresses are in their code: the gateway is their proxy, and TLS ends at a certificate authority made for
 * this run, whose private key is never written down.
 */
export const proxy = (options: GatewayOptions = {}): PortInterceptor => ({
  async open(router) {
    const mockttp = await loadMockttp();
    await using opening = new AsyncDisposableStack();
    opening.use(hushMockttp());
    let end: TlsEnd | undefined;
    const inner = opening.use(await openGateway(router, { ...options, tlsEnd: () => end }));
    const authority = await mockttp.generateCACertificate({ subject: { commonName: "Brownout, of one run" } });
    const placed = opening.use(await placeAuthority(authority.cert));
    const ending = await endTls(mockttp, authority, router, inner);
    opening.defer(() => ending.stop());
    end = ending;
    const open = opening.move();
    return {
      ...inner,
      environment: (scope, dependencies) => ({
        ...proxyVariables(inner.port, scope, directHosts(dependencies)),
        ...preloadVariables(inner.port, scope, dependencies),
        ...caVariables(placed.file),
      }),
      [Symbol.asyncDispose]: () => open.disposeAsync(),
    };
  },
});

/** By the port of ours that it comes from. */
interface Tunnel extends Destination {
  reset(): void;
}

async function endTls(
  mockttp: MockttpModule,
  authority: { readonly key: string; readonly cert: string },
  router: Router,
  gateway: Pick<GatewayInterception, "origin" | "port">,
): Promise<TlsEnd & { stop(): Promise<void> }> {
  const server = loopbackOnly(
    mockttp.getLocal({ https: authority, http2: "fallback", recordTraffic: false, suggestChanges: false }),
  );
  const tunnels = new Map<number, Tunnel>();
  await server.start(0);
  try {
    await server.forAnyRequest().thenPassThrough({
      beforeRequest: ({ url, tags }) => ({ url: gateway.origin + forwardPath(scopeFromTags(tags), url) }),
      simulateConnectionErrors: true,
    });
    answerUpgrades(server, (request, socket, head) => {
      const { remotePort, encrypted } = socket as Duplex & {
        readonly remotePort?: number;
        readonly encrypted?: boolean;
      };
      const tunnel = remotePort === undefined ? undefined : tunnels.get(remotePort);
      // Whoever reached this port without a tunnel is no client of ours.
      if (!tunnel) return void socket.destroy();
      const { scope, authority, reset } = tunnel;
      const url = `${originOf({ scope, scheme: encrypted ? "https" : "http", authority })}${request.url ?? "/"}`;
      handOnUpgrade(request, socket, head, { gateway: gateway.port, scope, url, reset });
    });
    // A program that does not trust the authority: what it calls is seen, and what it says is not.
    await server.on("tls-client-error", ({ failureCause, remotePort }) => {
      const tunnel = remotePort === undefined ? undefined : tunnels.get(remotePort);
      if (failureCause === "cert-rejected" && tunnel)
        askForTunnel(router, `${tunnel.scheme}://${tunnel.authority}`, tunnel.scope);
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    port: server.port,
    comes: (from, tunnel, reset) => void tunnels.set(from, { ...tunnel, reset }), // ports are few, and come round again
    stop: () => server.stop(),
  };
}
