import type { Scope } from "../domain/ports.ts";
import { decodeScope, encodeScope } from "./scope.ts";

/** What a gateway address stands for. */
export interface GatewayAddress {
  readonly scope: Scope;
  readonly dependency: string;
  /** Path and query after the dependency, with its leading `/` or `?`; may be empty. */
  readonly rest: string;
}

/** `/t/<trial>[;p=<performance>]/<dependency>`, each part percent-encoded. */
export const gatewayPath = (scope: Scope, dependency: string): string =>
  `/t/${encodeScope(scope)}/${encodeURIComponent(dependency)}`;

const scopes = new Map<string, Scope | undefined>();

/** All calls of a performance name it in the same words. */
function scopeNamed(text: string): Scope | undefined {
  const known = scopes.get(text);
  if (known) return known;
  if (scopes.size >= 1000) scopes.clear();
  const scope = decodeScope(text);
  scopes.set(text, scope);
  return scope;
}

/** Reads a request target; undefined if it is not of that shape. */
export function readGatewayPath(target: string): GatewayAddress | undefined {
  const match = /^\/t\/([^/?]+)\/([^/?]+)([/?].*)?$/s.exec(target);
  const scope = match?.[1] === undefined ? undefined : scopeNamed(match[1]);
  if (!scope || match?.[2] === undefined) return undefined;
  try {
    return { scope, dependency: decodeURIComponent(match[2]), rest: match[3] ?? "" };
  } catch {
    return undefined;
  }
}
