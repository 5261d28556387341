import type { WireRequest } from "../domain/wire.ts";

const redirects = new Set([301, 302, 303, 307, 308]);
export const maxRedirects = 20;

/**
 * The request that follows a redirect, by the Fetch standard (HTTP-redirect fetch); undefined = the reply is no redirect.
 * @throws {TypeError} if it leads nowhere.
 */
export function redirected(
  request: WireRequest,
  status: number,
  location: string | undefined,
): WireRequest | undefined {
  if (!redirects.has(status) || location === undefined) return undefined;
  const from = new URL(request.url);
  const to = new URL(location, from);
  if (to.protocol !== "http:" && to.protocol !== "https:") {
    throw new TypeError("fetch failed", { cause: new Error("URL scheme must be a HTTP(S) scheme") });
  }
  const headers = { ...request.headers };
  let { method, body } = request;
  const becomesGet =
    ((status === 301 || status === 302) && method === "POST") ||
    (status === 303 && method !== "GET" && method !== "HEAD");
  if (becomesGet) {
    method = "GET";
    body = new Uint8Array();
    for (const name of ["content-encoding", "content-language", "content-location", "content-type"])
      delete headers[name];
  }
  if (to.origin !== from.origin) for (const name of ["authorization", "cookie"]) delete headers[name];
  to.hash = "";
  return { method, url: to.href, headers, body };
}
