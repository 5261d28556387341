import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { rawClient } from "./raw-client.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A server that answers each piece it receives with the next reply, each reply in pieces. */
async function serving(reply: (socket: Socket, turn: number) => void): Promise<number> {
  let turn = 0;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on("data", () => {
      turn += 1;
      reply(socket, turn);
    });
    socket.on("error", () => undefined);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Writes the parts so that they arrive apart. */
const apart = (socket: Socket, [part, ...rest]: readonly string[]): void => {
  if (part === undefined) return;
  socket.write(part, () => setImmediate(() => apart(socket, rest)));
};

describe("the raw client", () => {
  it("sees the end of replies with a length and with chunks, however they are cut, on one connection", async () => {
    const replies = [
      ["HTTP/1.1 200 OK\r\nContent-", "Length: 5\r\n\r\nhe", "llo"],
      ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", "0\r", "\n\r\n"],
      ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
    ];
    const port = await serving((socket, turn) => apart(socket, replies[turn - 1] ?? []));
    const client = await rawClient(port, () => Buffer.from("x"));
    for (const reply of replies) expect((await client.exchange()).toString()).toBe(reply.join(""));
    client.close();
  });

  it("does not count an error reply or a broken connection as an answer", async () => {
    const port = await serving((socket, turn) =>
      turn === 1 ? socket.write("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n") : socket.destroy(),
    );
    await expect((await rawClient(port, () => Buffer.from("x"))).exchange()).rejects.toThrow("503");
    await expect((await rawClient(port, () => Buffer.from("x"))).exchange()).rejects.toThrow("closed a connection");
  });
});
