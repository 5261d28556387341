import { isIP } from "node:net";
import type { Interceptor, Router, Scope } from "../domain/ports.ts";
import { caVariables, directHosts, preloadVariables, proxyVariables } from "./child-variables.ts";
import { type GatewayOptions, openGateway } from "./gateway.ts";
import { forwardPath } from "./meant-for.ts";
import { loadMockttp, loopbackOnly, type MockttpModule } from "./mockttp.ts";
import { placeAuthority } from "./place-authority.ts";
import { scopeFromTags } from "./proxy-scope.ts";
import { askForTunnel } from "./tunnel.ts";

/**
 * For agents in any language whose addresses are in their code: a proxy on loopback that ends TLS with a certificate authority made for this
 * run, and asks the gateway for every request. Its private key is never written down.
 */
export const proxy = (options: GatewayOptions = {}): Interceptor => ({
  async open(router) {
    const mockttp = await loadMockttp();
    await using opening = new AsyncDisposableStack();
    const inner = opening.use(await openGateway(router, options));
    const authority = await mockttp.generateCACertificate({ subject: { commonName: "Brownout, of one run" } });
    const placed = opening.use(await placeAuthority(authority.cert));
    const server = await startProxy(mockttp, authority, router, inner.origin);
    opening.defer(() => server.stop());
    const open = opening.move();
    return {
      ...inner,
      environment: (scope, dependencies) => ({
        ...proxyVariables(server.port, scope, directHosts(dependencies)),
        ...preloadVariables(inner.port, scope, dependencies),
        ...caVariables(placed.file),
      }),
      [Symbol.asyncDispose]: () => open.disposeAsync(),
    };
  },
});

async function startProxy(
  mockttp: MockttpModule,
  authority: { readonly key: string; readonly cert: string },
  router: Router,
  gateway: string,
) {
  const server = loopbackOnly(
    mockttp.getLocal({ https: authority, http2: "fallback", recordTraffic: false, suggestChanges: false }),
  );
  await server.start(0);
  const refused = (origin: string, scope: Scope): void => void askForTunnel(router, origin, scope);
  await server.forAnyRequest().thenPassThrough({
    beforeRequest: ({ url, tags }) => ({ url: gateway + forwardPath(scopeFromTags(tags), url) }),
    simulateConnectionErrors: true,
  });
  await server.forAnyWebSocket().thenRejectConnection(502, "Brownout has no faults for WebSockets");
  await server.on("websocket-request", ({ url, tags }) =>
    refused(new URL(url.replace(/^ws/, "http")).origin, scopeFromTags(tags)),
  );
  // A program that does not trust the authority: what it calls is seen, and what it says is not.
  await server.on("tls-client-error", ({ failureCause, destination, tags }) => {
    if (failureCause !== "cert-rejected" || !destination) return;
    const { hostname, port } = destination;
    refused(`https://${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}`, scopeFromTags(tags));
  });
  return server;
}
