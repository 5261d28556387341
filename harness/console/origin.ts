import type { IncomingMessage } from "node:http";

/** `host:port` as they may stand in Host: where we listen, and names under which a tunnel brings people here. */
export function authoritiesOf(port: number, names: readonly string[]): ReadonlySet<string> {
  const local = ["127.0.0.1", "localhost", "[::1]"].map((host) => `${host}:${port}`);
  return new Set([...local, ...names.map((name) => name.toLowerCase())]);
}

/**
 * Why a request may not even be looked at: it was sent to another name (DNS rebinding) or by a page of another origin.
 * @param page whether it asks for the page itself, to which links from elsewhere may lead.
 */
export function foreign(request: IncomingMessage, authorities: ReadonlySet<string>, page: boolean): string | undefined {
  const { host, origin } = request.headers;
  const asked = host?.toLowerCase() ?? "";
  if (!authorities.has(asked))
    return `This console does not answer to the host ${JSON.stringify(shorten(asked))}. Open the address that it printed.`;
  if (origin !== undefined && !isOwn(origin, authorities))
    return `Pages of ${JSON.stringify(shorten(origin))} may not use this console.`;
  const site = header(request, "sec-fetch-site");
  if (site === undefined || site === "same-origin" || site === "none") return undefined;
  const visit =
    page && header(request, "sec-fetch-mode") === "navigate" && header(request, "sec-fetch-dest") === "document";
  return visit ? undefined : "Pages of other sites may not use this console.";
}

/** What a cookie alone may not do: change something without an Origin that says who asks. */
export const vouched = (request: IncomingMessage): boolean =>
  request.headers.origin !== undefined || header(request, "sec-fetch-site") === "same-origin";

function isOwn(origin: string, authorities: ReadonlySet<string>): boolean {
  const [, scheme = "", authority = ""] = /^(https?):\/\/([^/]+)$/.exec(origin.toLowerCase()) ?? [];
  return scheme !== "" && authorities.has(authority);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
