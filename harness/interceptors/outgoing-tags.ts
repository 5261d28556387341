import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { scopeHeader } from "./scope.ts";

export type ClientKind = "undici" | "http";
/** The tag for a request about to be made, in its caller's context; undefined = no tag. `origin` is `http://host:port`. */
export type Tagger = (client: ClientKind, origin: string) => string | undefined;

interface UndiciRequest {
  readonly origin?: string | URL;
  addHeader(name: string, value: string): unknown;
}
interface HttpRequest {
  readonly protocol?: string;
  readonly host?: string;
  getHeader(name: string): unknown;
  setHeader(name: string, value: string): unknown;
}

/**
 * Adds a header to every request of undici (fetch included) and node:http in the moment of its creation. Only there is
 * the caller's async context certain: a pooled socket runs in the context of whoever opened it.
 */
export function tagOutgoing(tag: Tagger): Disposable {
  const onUndici = (message: unknown): void => {
    const { request } = message as { request: UndiciRequest };
    const value = tag("undici", String(request.origin ?? ""));
    if (value !== undefined) request.addHeader(scopeHeader, value);
  };
  const onHttp = (message: unknown): void => {
    const { request } = message as { request: HttpRequest };
    const value = tag(
      "http",
      `${request.protocol ?? "http:"}//${String(request.getHeader("host") ?? request.host ?? "")}`,
    );
    if (value === undefined) return;
    try {
      request.setHeader(scopeHeader, value);
    } catch {
      // headers given as a raw array are sealed already; the async context of the socket has to do
    }
  };
  subscribe("undici:request:create", onUndici);
  subscribe("http.client.request.created", onHttp);
  return {
    [Symbol.dispose]() {
      unsubscribe("undici:request:create", onUndici);
      unsubscribe("http.client.request.created", onHttp);
    },
  };
}
