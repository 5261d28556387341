import type { WireRequest } from "../domain/wire.ts";

/** A fetch call, read once. */
export interface FetchRequest {
  readonly wire: WireRequest;
  readonly signal?: AbortSignal;
  readonly redirect: "follow" | "manual" | "error";
  /** The same call for the real fetch. */
  readonly again: readonly [input: RequestInfo | URL, init?: RequestInit];
}

const plainMethods = new Set(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]);
/** What Node's fetch sends of its own accord, so that all routes see the same request. */
const ownHeaders: readonly (readonly [string, string])[] = [
  ["accept", "*/*"],
  ["accept-language", "*"],
  ["sec-fetch-mode", "cors"],
  ["user-agent", "node"],
];
/** Hop-by-hop and routing headers, which the gateway cannot see as the client sent them either. */
const dropped = new Set(["host", "connection", "keep-alive", "content-length", "transfer-encoding"]);
const nothing = new Uint8Array();
const encoder = new TextEncoder();

/** Undefined = no http address: data:, blob: and the like are the real fetch's own business. */
export function isHttp(input: RequestInfo | URL): boolean {
  const address = typeof input === "string" ? input : input instanceof URL ? input.protocol : input.url;
  return /^\s*https?:/i.test(address) || !/^\s*[a-z][a-z0-9+.-]*:/i.test(address);
}

function plainBody(body: unknown): { bytes: Uint8Array; type?: string } | undefined {
  if (body === undefined || body === null) return { bytes: nothing };
  if (typeof body === "string") return { bytes: encoder.encode(body), type: "text/plain;charset=UTF-8" };
  if (body instanceof URLSearchParams) {
    return { bytes: encoder.encode(body.toString()), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  if (body instanceof Uint8Array) return { bytes: new Uint8Array(body) };
  if (body instanceof ArrayBuffer) return { bytes: new Uint8Array(body.slice(0)) };
  return undefined;
}

/** @throws {TypeError} for header values that no client could send, as the real fetch does. */
function headersOf(given: HeadersInit | undefined, type: string | undefined, url: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (given !== undefined) {
    for (const [name, value] of given instanceof Headers ? given : new Headers(given)) {
      if (!dropped.has(name)) headers[name] = value;
    }
  }
  if (type !== undefined) headers["content-type"] ??= type;
  for (const [name, value] of ownHeaders) headers[name] ??= value;
  headers["accept-encoding"] ??= url.startsWith("https:") ? "br, gzip, deflate" : "gzip, deflate";
  return headers;
}

/** The common case without the cost of a Request object; undefined = not that case. */
function readPlain(input: RequestInfo | URL, init: RequestInit): FetchRequest | undefined {
  if (typeof input !== "string" && !(input instanceof URL)) return undefined;
  const method = (init.method ?? "GET").toUpperCase();
  if (!plainMethods.has(method) || (method === "PATCH" && init.method !== "PATCH")) return undefined;
  const body = plainBody(init.body);
  if (!body || (body.bytes !== nothing && (method === "GET" || method === "HEAD"))) return undefined;
  const address = typeof input === "string" ? URL.parse(input) : input;
  if (address?.username !== "" || address.password !== "") return undefined;
  const url = address.hash === "" ? address.href : address.href.slice(0, -address.hash.length);
  return {
    wire: { method, url, headers: headersOf(init.headers, body.type, url), body: body.bytes },
    ...(init.signal ? { signal: init.signal } : {}),
    redirect: init.redirect ?? "follow",
    again: [input, init],
  };
}

/** Reads what fetch was called with. @throws {TypeError} where the real fetch would. */
export function readFetch(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): FetchRequest | Promise<FetchRequest> {
  return readPlain(input, init ?? {}) ?? readRequest(new Request(input, init));
}

async function readRequest(request: Request): Promise<FetchRequest> {
  const copy = request.body ? request.clone() : request;
  const { hash, href } = new URL(request.url);
  return {
    wire: {
      method: request.method,
      url: hash === "" ? href : href.slice(0, -hash.length),
      headers: headersOf(request.headers, undefined, href),
      body: request.body ? new Uint8Array(await copy.arrayBuffer()) : nothing,
    },
    signal: request.signal,
    redirect: request.redirect,
    again: [request],
  };
}
