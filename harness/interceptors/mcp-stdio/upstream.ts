import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isRequest, isResponse, type Message, messagesIn } from "./messages.ts";

/** The server behind standard streams, as streamable HTTP on loopback. */
export interface Upstream {
  readonly url: string;
  /** What the server wrote: true = it belongs to a call, and has gone back with it. */
  take(line: Buffer): boolean;
  /** The server has been given the request. */
  reached(id: string): boolean;
  /** The server is gone, and with it what was asked of it. */
  close(): void;
}

interface OpenCall {
  readonly response: ServerResponse;
  readonly waiting: Set<string>;
  readonly tokens: ReadonlySet<string>;
}

/** @param give writes one line to the server. */
export async function openUpstream(give: (line: Uint8Array) => void): Promise<Upstream> {
  const calls = new Set<OpenCall>();
  /** Asked, and given up by whoever asked: what still comes is for nobody. */
  const givenUp = new Set<string>();
  const known = new Set<string>();
  // Nobody else on this machine is to find it.
  const path = `/${randomUUID()}`;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const line = await bodyOf(request);
    const messages = messagesIn(line);
    if (request.url !== path || messages === undefined) {
      response.writeHead(404).end();
      return;
    }
    const asked = messages.filter(isRequest).flatMap(({ id }) => id ?? []);
    for (const id of asked) known.add(id);
    if (asked.length === 0) {
      give(line);
      response.writeHead(202).end();
      return;
    }
    const tokens = new Set(messages.flatMap(({ progressToken }) => progressToken ?? []));
    const call: OpenCall = { response, waiting: new Set(asked), tokens };
    calls.add(call);
    response.on("close", () => {
      calls.delete(call);
      for (const id of call.waiting) givenUp.add(id);
    });
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
    response.flushHeaders();
    give(line);
  };

  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });

  /** The call that a message belongs to; "nobody" if its call has been given up. */
  const callOf = (message: Message): OpenCall | "nobody" | undefined => {
    const { id, method, progressToken } = message;
    if (isResponse(message) && id !== undefined) {
      const call = [...calls].find(({ waiting }) => waiting.has(id));
      return call ?? (givenUp.delete(id) ? "nobody" : undefined);
    }
    if (method !== "notifications/progress" || progressToken === undefined) return undefined;
    return [...calls].find(({ tokens }) => tokens.has(progressToken));
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    take(line) {
      const messages = messagesIn(line) ?? [];
      const call = messages.map(callOf).find((found) => found !== undefined);
      if (call === undefined) return false;
      if (call === "nobody") return true;
      call.response.write(`event: message\ndata: ${line.toString()}\n\n`);
      for (const message of messages.filter(isResponse)) if (message.id !== undefined) call.waiting.delete(message.id);
      if (call.waiting.size === 0) {
        calls.delete(call);
        call.response.end();
      }
      return true;
    },
    reached: (id) => known.has(id),
    close() {
      server.close();
      for (const { response } of calls) response.socket?.resetAndDestroy();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
