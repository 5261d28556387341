import type { IncomingMessage } from "node:http";
import { currentTrial, type Scope } from "../domain/ports.ts";
import { isStdio, upstreamHeader } from "../domain/system-map.ts";
import type { WireRequest } from "../domain/wire.ts";
import type { Exchange } from "./exchange.ts";
import type { GatewayAddress } from "./gateway-path.ts";
import { decodeScope, scopeFromBaggage, scopeHeader } from "./scope.ts";

/** Headers that belong to the hop between client and gateway, or to our own bookkeeping. */
const dropped = new Set([
  "host",
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authorization",
  "transfer-encoding",
  "content-length",
  "te",
  "trailer",
  "upgrade",
  "expect",
  scopeHeader,
  upstreamHeader,
]);
const nothing = new Uint8Array();

export function readBody(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const [only] = parts;
      resolve(only === undefined ? nothing : parts.length === 1 ? only : Buffer.concat(parts));
    });
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(new Error("The client closed the connection before its request was complete."));
    });
  });
}

export function wireRequestOf(exchange: Exchange, url: string, body: Uint8Array, reachedAt?: string): WireRequest {
  const headers: Record<string, string> = {};
  for (const name in exchange.headers) {
    if (dropped.has(name)) continue;
    const value = exchange.headers[name];
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  const { method, version, upgrade } = exchange;
  if (upgrade !== undefined) headers["upgrade"] = upgrade;
  const upstream = isStdio(url) ? exchange.headers[upstreamHeader] : undefined;
  return {
    method,
    url,
    headers,
    body,
    version,
    ...(reachedAt === undefined ? {} : { reachedAt }),
    ...(typeof upstream === "string" && URL.canParse(upstream) ? { upstream } : {}),
  };
}

/** The dependency's address as this client knows it. */
export const reachedAt = (origin: string, target: string, { rest }: GatewayAddress): string =>
  origin + target.slice(0, target.length - rest.length);

/** The path says which trial; the performance may also come from our header or from W3C baggage. */
export function scopeOf(request: Pick<Exchange, "headers">, { scope }: Pick<GatewayAddress, "scope">): Scope {
  if (scope.performance !== undefined) return scope;
  const header = request.headers[scopeHeader];
  const tagged = typeof header === "string" ? decodeScope(header) : undefined;
  if (tagged?.performance !== undefined && tagged.trial === scope.trial) return tagged;
  const { baggage } = request.headers;
  if (baggage === undefined) return scope;
  const carried = scopeFromBaggage(Array.isArray(baggage) ? baggage.join(",") : String(baggage));
  if (scope.trial === currentTrial && carried.trial !== undefined) {
    return { trial: carried.trial, ...(carried.performance === undefined ? {} : { performance: carried.performance }) };
  }
  if (carried.performance === undefined || (carried.trial !== undefined && carried.trial !== scope.trial)) return scope;
  return { trial: scope.trial, performance: carried.performance };
}
