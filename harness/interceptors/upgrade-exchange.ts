import { type IncomingMessage, ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import { Duplex } from "node:stream";
import { isBreak, type WireReply } from "../domain/wire.ts";
import type { Exchange } from "./exchange.ts";
import { http1Exchange } from "./http1-exchange.ts";
import { drained, resetSocket } from "./socket-ends.ts";

const nothing = new Uint8Array();
/** Between the last message and a reset, which overtakes what the client has not read yet. */
const takingMs = 100;

/**
 * A request that asks to go on in another protocol, as WebSockets do. Faults meet the request like any other; where the service
 * agrees, both connections are joined, and what crosses them from then on is passed on unread, unless a fault on the way back is to
 * act on what the service says.
 */
export function upgradeExchange(request: IncomingMessage, socket: Duplex, head: Buffer): Exchange {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.sendDate = false;
  response.assignSocket(socket as Parameters<ServerResponse["assignSocket"]>[0]);
  response.once("finish", () => socket.end());
  return {
    ...http1Exchange(request, response),
    upgrade: request.headers.upgrade ?? "",
    body: async () => nothing,
    gone: () => socket.destroyed,
    breakOff: () => breakOff(socket),
    async join(reply) {
      const { tunnel } = reply;
      if (!(tunnel instanceof Duplex)) return "over";
      response.detachSocket(socket as Parameters<ServerResponse["detachSocket"]>[0]);
      socket.write(headOf(reply, request.headers.upgrade ?? ""), "latin1");
      if (head.length > 0) socket.unshift(head);
      if (!Array.isArray(reply.body)) return spoken(socket, tunnel, reply.body);
      await joined(socket, tunnel);
      return "over";
    },
  };
}

function headOf({ status, headers, cookies = [] }: WireReply, upgrade: string): string {
  const lines = Object.entries({ connection: "Upgrade", upgrade, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...lines,
    ...cookies.map((line) => `set-cookie: ${line}`),
    "\r\n",
  ].join("\r\n");
}

/** What the client says is passed on; what the service says comes through the faults. */
async function spoken(client: Duplex, service: Duplex, pieces: WireReply["body"]): Promise<"over" | "silent"> {
  client.once("close", () => service.destroy());
  client.pipe(service);
  let wrote = false;
  for await (const piece of pieces) {
    if (client.destroyed) return "over";
    if (isBreak(piece)) {
      if (piece.ending === "silence") {
        client.once("end", () => client.end()).resume();
        return "silent";
      }
      if (piece.ending === "end") break;
      if (wrote) await new Promise((taken) => setTimeout(taken, takingMs));
      breakOff(client);
      return "over";
    }
    wrote = true;
    if (!client.write(piece.bytes)) await drained(client);
  }
  service.destroy();
  client.end();
  return "over";
}

const breakOff = (client: Duplex): void => {
  if (client instanceof Socket) resetSocket(client);
  else client.destroy();
};

/** Each side ends as the other does: cleanly where that ended, and broken where that broke. */
function joined(client: Duplex, service: Duplex): Promise<void> {
  const closed = (side: Duplex, other: Duplex): Promise<void> =>
    new Promise((resolve) => {
      side.on("error", () => other.destroy());
      side.once("close", () => {
        if (!side.readableEnded) other.destroy();
        resolve();
      });
    });
  const both = Promise.all([closed(client, service), closed(service, client)]);
  client.pipe(service).pipe(client);
  return both.then(() => undefined);
}
