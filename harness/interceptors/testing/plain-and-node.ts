import http from "node:http";
import net, { type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach } from "vitest";
import type { WireReply } from "../../domain/wire.ts";
import { deliveryOf } from "../delivery.ts";
import type { Exchange } from "../exchange.ts";
import { http1Exchange } from "../http1-exchange.ts";
import { servePlain } from "../plain-connection.ts";

export type Answer = (exchange: Exchange, body: string) => WireReply | Promise<WireReply>;

async function answerWith(answer: Answer, exchange: Exchange): Promise<"over" | "silent"> {
  const body = Buffer.from(await exchange.body()).toString("latin1");
  const delivery = deliveryOf(await answer(exchange, body), exchange.method);
  if (typeof delivery !== "string") return exchange.write(delivery);
  exchange.breakOff(delivery);
  return "over";
}

const servers: Server[] = [];
export const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});
async function listening<S extends Server>(server: S): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Node's own server, and ours with what it does not take. */
export async function both(answer: Answer) {
  const others: string[] = [];
  const leavings: string[] = [];
  const begun: string[] = [];
  const node = http.createServer((request, response) => {
    response.sendDate = false;
    const exchange = http1Exchange(request, response);
    answerWith(answer, exchange).catch(() => exchange.breakOff("reset"));
  });
  node.keepAliveTimeout = 0;
  const plain = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.once("data", (first: Buffer) =>
      servePlain(socket, first, {
        began(exchange) {
          begun.push(exchange.target);
          answerWith(answer, exchange).catch(() => exchange.breakOff("reset"));
          return () => leavings.push(exchange.target);
        },
        other(rest, bytes) {
          others.push(bytes.toString("latin1"));
          rest.end();
        },
      }),
    );
  });
  return { node: await listening(node), plain: await listening(plain), others, leavings, begun };
}

/** Writes the parts, each once the one before has been sent; reads until `enough`, or until the connection ends. */
export function talk(
  port: number,
  parts: readonly (string | Buffer)[],
  enough: (text: string) => boolean = () => false,
) {
  return new Promise<{ text: string; ended: "enough" | "closed" | string }>((resolve) => {
    const socket = net.connect({ port, host: "127.0.0.1", noDelay: true });
    let text = "";
    const over = (ended: string): void => {
      resolve({ text, ended });
      socket.destroy();
    };
    socket.on("data", (part) => {
      text += part.toString("latin1");
      if (enough(text)) over("enough");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => over(error.code ?? ""));
    socket.on("end", () => over("closed"));
    socket.on("connect", async () => {
      for (const part of parts) {
        await new Promise((sent) => socket.write(part, sent));
        await new Promise((turn) => setImmediate(turn));
      }
    });
  });
}

export const request = (body: string, ...lines: string[]): string =>
  [`POST /path?q=1 HTTP/1.1`, "Host: x", `Content-Length: ${Buffer.byteLength(body)}`, ...lines, "", body].join("\r\n");
