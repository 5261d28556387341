import type { Socket } from "node:net";
import { HttpRequestInterceptor } from "@mswjs/interceptors/http";
import type { Router, Scope } from "../domain/ports.ts";
import type { Piece, WireReply, WireRequest } from "../domain/wire.ts";
import { bodyStream } from "./body-stream.ts";
import { blockedError, connectError, otherSideClosed, resetError } from "./connection-error.ts";
import { watchConnections } from "./connections.ts";
import { type Delivery, deliveryOf, discard } from "./delivery.ts";
import { headersOf } from "./fetch-response.ts";
import { LiveCall } from "./live-call.ts";
import { type ClientKind, tagOutgoing } from "./outgoing-tags.ts";
import { currentScope, decodeScope, encodeScope, isPassing, isUnseen, scopeHeader } from "./scope.ts";

const passTag = "pass";
const tagFor = (client: ClientKind): string | undefined => {
  if (isUnseen()) return undefined;
  if (isPassing()) return passTag;
  const scope = currentScope();
  return `${client}/${scope ? encodeScope(scope) : ""}`;
};

function readTag(tag: string | null): { client: ClientKind; scope: Scope | undefined } {
  if (tag === null) return { client: "http", scope: currentScope() };
  const slash = tag.indexOf("/");
  return { client: tag.slice(0, slash) === "undici" ? "undici" : "http", scope: decodeScope(tag.slice(slash + 1)) };
}

const dropped = new Set(["host", "connection", "keep-alive", "content-length", "transfer-encoding", scopeHeader]);

async function wireRequest(request: Request): Promise<WireRequest> {
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) if (!dropped.has(name)) headers[name] = value;
  const body = request.body ? new Uint8Array(await request.clone().arrayBuffer()) : new Uint8Array();
  return { method: request.method, url: request.url, headers, body };
}

/** Routes what does not call the global fetch: node:http(s), undici, clients that captured fetch before. */
export function openSocketPath(router: Router, calls: Set<LiveCall>): Disposable {
  const interceptor = new HttpRequestInterceptor();
  const stack = new DisposableStack();
  interceptor.on("request", async ({ request, initiator, controller }) => {
    const tag = request.headers.get(scopeHeader);
    request.headers.delete(scopeHeader); // it must not reach a server that the request is let through to
    if (tag === passTag) return connections.allow(initiator, true);

    const { client, scope } = readTag(tag);
    const wire = await wireRequest(request);
    const call = new LiveCall(calls, request.signal);
    connections.heard(initiator);
    const result = await router.route(wire, scope, call.signal);
    if (request.signal.aborted) return;
    connections.allow(initiator, result.kind === "pass");
    if (result.kind === "pass") return call.finish();
    if (result.kind === "reply") {
      const delivery = deliveryOf(result.wire, wire.method);
      if (typeof delivery !== "string")
        return controller.respondWith(
          await socketResponse(delivery, call, initiator as Socket, client, () => connections.heard(initiator)),
        );
    }
    const code = result.kind === "disconnect" ? result.code : "reset";
    if (code === "hang") {
      const reason = await new Promise((resolve) => call.onAbort(resolve));
      if (!request.signal.aborted) controller.errorWith(reason);
      return;
    }
    call.finish();
    controller.errorWith(
      result.kind === "blocked" ? blockedError(wire.url, result.message) : connectError(code, wire.url, client),
    );
  });
  interceptor.apply();
  stack.defer(() => interceptor.dispose());
  const connections = stack.use(watchConnections(router));
  stack.use(tagOutgoing(tagFor));
  return stack;
}

/** The same pieces, each told of. */
async function* each(pieces: WireReply["body"], heard: () => void): AsyncIterable<Piece> {
  for await (const piece of pieces) {
    heard();
    yield piece;
  }
}

/** The Response from which the interceptor writes HTTP/1.1 onto its socket. */
async function socketResponse(
  delivery: Delivery,
  call: LiveCall,
  socket: Socket,
  client: ClientKind,
  heard: () => void,
): Promise<Response> {
  const { status, statusText, body } = delivery;
  const init = { status, statusText, headers: headersOf(delivery) };
  if (body.kind === "none") {
    void discard(body.unread);
    call.finish();
    return new Response(null, init);
  }
  const pieces = body.kind === "bytes" ? [{ bytes: body.bytes, mark: "whole" as const }] : body.pieces;
  const length = body.kind === "bytes" ? undefined : body.length;
  const source = bodyStream(each(pieces, heard), length, call, async (how) => {
    // Let the client's parser take what was sent before the connection breaks under it.
    await new Promise((resolve) => setImmediate(resolve));
    if (how === "reset") socket.destroy(resetError());
    // The interceptor's sockets tell undici of an end too late, after they have told it of the close.
    else if (client === "undici") socket.destroy(otherSideClosed());
    else socket.end();
    return new Promise(() => {}); // the interceptor's own reaction to a failed body would hide this one
  });
  await source.ready();
  return new Response(source.stream, init);
}
