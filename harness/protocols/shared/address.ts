import type { Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";

/** The request's path below the dependency's base address (its whole path at another address), without a trailing slash. */
export function pathBelow(request: Pick<WireRequest, "url">, binding: Pick<Binding, "url">): string {
  const path = pathOf(request.url);
  const base = basePath(binding.url);
  const below = path === base || path.startsWith(`${base}/`) ? path.slice(base.length) : path;
  return (below.endsWith("/") ? below.replace(/\/+$/, "") : below) || "/";
}

const paths = new Map<string, string>();

/** A client calls the same few addresses again and again, and each call is asked about several times. */
function pathOf(url: string): string {
  const known = paths.get(url);
  if (known !== undefined) return known;
  if (paths.size >= 1000) paths.clear();
  const path = URL.parse(url)?.pathname ?? "/";
  paths.set(url, path);
  return path;
}

const basePaths = new Map<string, string>();

/** Bindings are few and asked about at every call. */
function basePath(url: string): string {
  const known = basePaths.get(url);
  if (known !== undefined) return known;
  const path = (URL.parse(url)?.pathname ?? "").replace(/\/+$/, "");
  basePaths.set(url, path);
  return path;
}

/** Query parameters; one that is repeated becomes a list. */
export function queryOf(request: Pick<WireRequest, "url">): Record<string, string | string[]> {
  const search = URL.parse(request.url)?.searchParams ?? new URLSearchParams();
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
