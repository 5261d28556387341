import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import type { Piece, WireReply, WireRequest } from "../domain/wire.ts";
import { currentInside } from "./inside.ts";
import { isLoopbackHost } from "./loopback.ts";
import { runOutside } from "./outside.ts";
import { receivedHeaders, sentHeaders } from "./relay-headers.ts";
import { messagesOf } from "./websocket-messages.ts";

// Taken at load: a clock or an interceptor may replace the modules' members.
const plain = { request: httpRequest, agent: new Agent({ keepAlive: true }) };
const secure = { request: httpsRequest, agent: new TlsAgent({ keepAlive: true }) };

/** @throws {Error} if no connection comes about; one that is lost later is part of the reply. */
export function relayHttp1(wire: WireRequest, signal: AbortSignal): Promise<WireReply> {
  return new Promise((resolve, reject) => {
    const inside = isLoopbackHost(new URL(wire.url).hostname.replace(/^\[|\]$/g, "")) ? currentInside() : undefined;
    const { request, agent } = wire.url.startsWith("https:") ? secure : { ...plain, ...inside };
    const { upgrade } = wire.headers;
    const sending = runOutside(() =>
      request(wire.url, {
        // What may become another protocol's is no connection for the pool.
        agent: upgrade === undefined || inside ? agent : false,
        method: wire.method,
        headers: {
          ...sentHeaders(wire.headers, wire.body, wire.method),
          ...(upgrade === undefined ? {} : { connection: "Upgrade", upgrade }),
        },
      }),
    );
    // Not the option `signal`: it destroys with an error, which nobody hears on a socket that is on its way back to the pool.
    const giveUp = (): void => void sending.destroy();
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp);
    sending.once("close", () => signal.removeEventListener("abort", giveUp));
    sending.on("response", (response) => {
      const { headers, cookies } = receivedHeaders(response.rawHeaders);
      const body = bodyOf(response, sending);
      resolve({ status: response.statusCode ?? 502, headers, ...(cookies ? { cookies } : {}), body });
    });
    sending.on("upgrade", (response, tunnel, head) => {
      const leave = (): void => void tunnel.destroy();
      if (signal.aborted) return leave();
      signal.addEventListener("abort", leave);
      tunnel.once("close", () => signal.removeEventListener("abort", leave));
      tunnel.on("error", () => {}); // its end is all that counts
      if (head.length > 0) tunnel.unshift(head);
      const { headers, cookies } = receivedHeaders(response.rawHeaders);
      const said = (): AsyncIterable<Piece> => messagesOf(tunnel, upgrade ?? "");
      resolve({ status: 101, headers, ...(cookies ? { cookies } : {}), body: [], tunnel, said });
    });
    sending.on("error", (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(signal.reason);
      else if (isLost(error)) resolve({ status: 502, headers: {}, body: [{ ending: "reset" }] });
      else reject(error);
    });
    sending.end(wire.body.length > 0 ? wire.body : undefined);
  });
}

/** The server hung up after it had been reached. */
const isLost = ({ code }: NodeJS.ErrnoException): boolean => code === "ECONNRESET" || code === "EPIPE";

async function* bodyOf(response: IncomingMessage, { socket }: ClientRequest): AsyncIterable<Piece> {
  let ended = false;
  const noteEnd = (): void => {
    ended = true;
  };
  socket?.once("end", noteEnd);
  try {
    for await (const bytes of response) yield { bytes: bytes as Buffer, mark: "content" };
  } catch (error) {
    if (!isLost(error as NodeJS.ErrnoException)) throw error;
    // A body of known length that stops short is passed on as it is; a chunked one has no other way to stop.
    yield { ending: ended && response.headers["content-length"] !== undefined ? "end" : "reset" };
  } finally {
    socket?.off("end", noteEnd);
  }
}
