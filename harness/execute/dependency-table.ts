import type { Binding, Protocol } from "../domain/protocol.ts";
import type { Dependency, SystemMap } from "../domain/system-map.ts";

export interface BoundDependency {
  readonly dependency: Dependency;
  readonly protocol: Protocol;
  readonly binding: Binding;
}

/** Finds whose call a request is: the declared address with the longest path that the URL lies under. */
export interface DependencyTable {
  find(url: string): BoundDependency | undefined;
  /** Any dependency at the host and port of this address. */
  at(url: string): BoundDependency | undefined;
  named(name: string): BoundDependency | undefined;
  readonly all: readonly BoundDependency[];
}

export function dependencyTable(map: SystemMap, findProtocol: (name: string) => Protocol | undefined): DependencyTable {
  const all = map.dependencies.map((dependency): BoundDependency => {
    const protocol = findProtocol(dependency.protocol);
    if (!protocol) throw new Error(`No protocol "${dependency.protocol}" for ${dependency.name}.`);
    return {
      dependency,
      protocol,
      binding: { dependency: dependency.name, url: dependency.url, options: dependency.options },
    };
  });
  const prefixes = all
    .filter(({ dependency }) => dependency.via === undefined)
    .flatMap((bound) =>
      [bound.dependency.url, ...bound.dependency.alsoAt].map((url) => ({ prefix: normal(url), url, bound })),
    )
    .sort((a, b) => b.prefix.length - a.prefix.length);
  const byName = new Map(all.map((bound) => [bound.dependency.name, bound]));
  const found = new Map<string, BoundDependency>();
  return {
    all,
    named: (name) => byName.get(name),
    at: (url) => prefixes.find(({ prefix }) => hostAndPort(prefix) === hostAndPort(url))?.bound,
    find(url) {
      const known = found.get(url);
      if (known) return known;
      const lower = upperCaseOrigin.test(url) ? url.replace(origin, (text) => text.toLowerCase()) : url;
      const wanted = lower.replace(usualPort, "$1$2");
      const entry = prefixes.find(({ prefix }) => {
        if (!wanted.startsWith(prefix)) return false;
        const next = wanted.charAt(prefix.length);
        if (next === ":") return hasPath.test(prefix);
        return next === "" || next === "/" || next === "?" || next === "#";
      });
      if (!entry) return undefined;
      // A call to a further address is read as one to that address: the protocol strips the base that was used.
      const bound =
        entry.url === entry.bound.dependency.url
          ? entry.bound
          : { ...entry.bound, binding: { ...entry.bound.binding, url: entry.url } };
      // Clients call the same few addresses again and again.
      if (found.size >= 1000) found.clear();
      found.set(url, bound);
      return bound;
    },
  };
}

/** Below a path a colon begins a custom method (AIP-136: `…/models/m:embed`); below a host alone it begins a port. */
const hasPath = /^[a-z]+:\/\/[^/]+\/[^/]/i;
const origin = /^[a-z]+:\/\/[^/?#]+/i;
/** A port that goes without saying: the declared addresses are without it. */
const usualPort = /^(?:(https:\/\/[^/?#]+):443|(http:\/\/[^/?#]+):80)(?=[/?#]|$)/;
const upperCaseOrigin = /^[^/?#]*:\/\/[^/?#]*[A-Z]|^[^:]*[A-Z]/;

const normal = (url: string): string => {
  const parsed = new URL(url);
  return `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, "")}`;
};

function hostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`;
}

/** 127.0.0.0/8, ::1, localhost and its subdomains. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
