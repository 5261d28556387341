import http2, {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type ClientSessionOptions,
  type SecureClientSessionOptions,
} from "node:http2";
import { syncBuiltinESMExports } from "node:module";
import type { Router } from "../domain/ports.ts";
import { type Http2Answerer, http2Answerer } from "./http2-answerer.ts";
import type { LiveCall } from "./live-call.ts";
import { ownConnection } from "./own-connection.ts";
import { processTimeouts } from "./process-timeouts.ts";
import { currentScope, encodeScope, isPassing, scopeHeader } from "./scope.ts";

type Options = ClientSessionOptions | SecureClientSessionOptions;
type Listener = Parameters<typeof http2.connect>[2];
type Connect = (authority: string | URL, options?: Options, listener?: Listener) => ClientHttp2Session;
type Headers = Parameters<ClientHttp2Session["request"]>[0] | readonly string[];

/**
 * Redirects the HTTP/2 clients of the process, which connect before they ask: `http2.connect` gives a session whose other end is
 * in this process too and asks the router for each request. A client with a connection of its own has that let through or refused.
 */
export function redirectHttp2(router: Router, calls: Set<LiveCall>): Disposable {
  const original = http2.connect as Connect;
  const answerer = http2Answerer(router, calls);
  let open = true;
  const connect: Connect = (authority, given, listener) => {
    const [options, listening] = typeof given === "function" ? [undefined, given as Listener] : [given, listener];
    const origin = typeof authority === "string" ? URL.parse(authority) : authority;
    const theirs = options?.createConnection;
    if (open && theirs) {
      return original(authority, { ...options, createConnection: (...to) => ownConnection(theirs(...to)) }, listening);
    }
    const ours = open && origin && !isPassing() && (router.claims?.(origin.href, currentScope()) ?? true);
    return ours ? redirected(original, answerer, origin, options, listening) : original(authority, options, listening);
  };
  const module = http2 as { connect: unknown };
  module.connect = connect;
  syncBuiltinESMExports();
  return {
    [Symbol.dispose]() {
      open = false; // whoever kept the patched function gets the original through it
      if (module.connect === connect) module.connect = original;
      syncBuiltinESMExports();
      answerer[Symbol.dispose]();
    },
  };
}

/** A client that lives as long as a run would otherwise leave a session open for each of its thousands of trials. */
const besideAtMost = 32;

/**
 * A session of the first caller's trial. A client that keeps it for another trial gets its requests carried by a session for
 * that trial beside it, so that a connection that a fault breaks is that trial's alone.
 */
function redirected(
  original: Connect,
  answerer: Http2Answerer,
  origin: URL,
  options: Options | undefined,
  listener: Listener,
): ClientHttp2Session {
  const trial = currentScope()?.trial;
  const beside = new Map<string | undefined, ReturnType<typeof open>>();
  const open = () => openSession(original, answerer, origin, options);
  const own = open();
  const { session } = own;
  if (listener) session.once("connect", listener);
  const request = (headers: Headers = {}, asked?: object): ClientHttp2Stream => {
    const caller = currentScope()?.trial;
    if (caller === trial || session.destroyed || session.closed) return own.request(headers, asked);
    const known = beside.get(caller);
    const other = known && !known.session.destroyed && !known.session.closed ? known : open();
    if (other !== known) other.session.on("error", () => {}); // its streams tell
    beside.delete(caller);
    beside.set(caller, other); // the last to be used is the last to be closed
    const [oldest] = beside;
    if (beside.size > besideAtMost && oldest) {
      beside.delete(oldest[0]);
      oldest[1].session.close(); // its requests under way end as they would have
    }
    return other.request(headers, asked);
  };
  Object.defineProperty(session, "request", { configurable: true, value: request });
  session.once("close", () => {
    for (const other of beside.values()) other.session.close();
  });
  return session;
}

function openSession(original: Connect, answerer: Http2Answerer, origin: URL, options: Options | undefined) {
  const wire = answerer.open();
  const session = original(origin, { ...options, createConnection: () => wire.client });
  wire.carries(session);
  if (origin.protocol === "https:") {
    Object.defineProperty(session, "encrypted", { configurable: true, value: true });
    Object.defineProperty(session, "alpnProtocol", { configurable: true, value: "h2" });
  }
  const request = session.request.bind(session) as (headers: Headers, options?: object) => ClientHttp2Stream;
  const sessionHeard = processTimeouts(session);
  return {
    session,
    request(headers: Headers, asked?: object): ClientHttp2Stream {
      wire.pulse();
      const stream = request(tagged(headers), asked);
      wire.carries(stream);
      const streamHeard = processTimeouts(stream);
      const heard = (): void => {
        sessionHeard();
        streamHeard();
      };
      const push = stream.push.bind(stream);
      stream.push = (chunk, encoding) => {
        heard();
        return push(chunk, encoding);
      };
      stream.on("response", heard);
      heard();
      return stream;
    },
  };
}

/** Says whose request it is: the session may have been opened by another, and the other end knows no async context. */
function tagged(headers: Headers): Parameters<ClientHttp2Session["request"]>[0] {
  const scope = currentScope();
  const tag = scope ? encodeScope(scope) : "";
  if (Array.isArray(headers)) return [...headers, scopeHeader, tag] as unknown as Record<string, string>;
  return { ...(headers as Record<string, string>), [scopeHeader]: tag };
}
