import type { Router, Scope } from "../domain/ports.ts";
import type { Exchange } from "./exchange.ts";
import { readGatewayPath } from "./gateway-path.ts";
import { reachedAt, scopeOf } from "./gateway-request.ts";
import { type Destination, originOf } from "./preamble.ts";
import { scopeFromProxyAuth } from "./proxy-scope.ts";
import { decodeScope, encodeScope } from "./scope.ts";

/** What a request at the gateway is really for. */
export interface Meant {
  readonly scope: Scope;
  readonly url: string;
  /** The dependency's address as this client knows it, where that is the gateway's. */
  readonly reachedAt?: string;
}

/** An address of the gateway for any other: `/u/<trial>[;p=<performance>]/<absolute URL as base64url>`, which nobody on the way rewrites. */
export const forwardPath = (scope: Scope, url: string): string =>
  `/u/${encodeScope(scope)}/${Buffer.from(url).toString("base64url")}`;

/**
 * Four ways of saying it: by the connection (preload), by an absolute request target (a proxy's), by `/u/` and the absolute URL, and by `/t/` and
 * a dependency's name. Undefined = it is none of them, or names no running trial's dependency.
 */
export function meantFor(
  exchange: Exchange,
  router: Router,
  origin: string,
  destination: Destination | undefined,
): Meant | undefined {
  const own = exchange.target.startsWith(`${origin}/`) ? exchange.target.slice(origin.length) : exchange.target;
  if (destination) return { scope: scopeOf(exchange, destination), url: originOf(destination) + own };
  if (/^https?:\/\//i.test(own)) {
    const scope = scopeFromProxyAuth(exchange.headers["proxy-authorization"]);
    return { scope: scopeOf(exchange, { scope }), url: own };
  }
  const forward = /^\/u\/([^/?]+)\/([\w-]+)$/.exec(own);
  if (forward) {
    const scope = decodeScope(forward[1] ?? "");
    const url = Buffer.from(forward[2] ?? "", "base64url").toString();
    return scope && URL.canParse(url) ? { scope: scopeOf(exchange, { scope }), url } : undefined;
  }
  const address = readGatewayPath(own);
  if (!address) return undefined;
  const scope = scopeOf(exchange, address);
  const url = router.resolve(scope, address.dependency, address.rest);
  return url === undefined ? undefined : { scope, url, reachedAt: reachedAt(origin, own, address) };
}
