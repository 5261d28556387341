import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { Router } from "../domain/ports.ts";
import { openGateway, relay } from "../interceptors/index.ts";
import { liveNetwork } from "./network.ts";
import { anyModel } from "./testing/relayed.ts";

const relaying = (url: string): Router => ({
  resolve: () => url,
  route: async (request, _scope, signal) => ({ kind: "reply", wire: await liveNetwork(request, anyModel, signal) }),
});

async function* bytesOf(url: string): AsyncIterable<Uint8Array> {
  const request = { method: "GET", url, headers: {}, body: new Uint8Array() };
  for await (const piece of (await relay(request, new AbortController().signal)).body) {
    if ("ending" in piece) throw new Error(piece.ending);
    yield piece.bytes;
  }
}

async function* bodyThrough(url: string): AsyncIterable<Uint8Array> {
  const through = await openGateway(relaying(url));
  const response = await new Promise<IncomingMessage>((resolve) =>
    httpRequest(`${through.origin}/t/trial/dep/x`, resolve).end(),
  );
  for await (const bytes of response) yield bytes as Buffer;
  await through[Symbol.asyncDispose]();
}

describe("what a relay costs", () => {
  it.each(["relay", "gateway"] as const)(
    "lets no more than a little wait between a slow reader and a fast server: %s",
    async (route) => {
      const first = Promise.withResolvers<void>();
      const piece = Buffer.alloc(256 * 1024, 1);
      let sent = 0;
      const server = createServer(async (_request, response) => {
        response.writeHead(200, { "content-type": "application/octet-stream" });
        response.write("first");
        await first.promise;
        for (; sent < 256; sent += 1)
          if (!response.write(piece)) await new Promise<void>((resolve) => response.once("drain", () => resolve()));
        response.end();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      let size = 0;
      let most = 0;
      for await (const bytes of route === "relay" ? bytesOf(url) : bodyThrough(url)) {
        size += bytes.length;
        if (size === 5) first.resolve(); // only the reader of the first byte lets the others come
        if (size % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
        most = Math.max(most, sent * piece.length - size);
      }
      expect(size).toBe(5 + 64 * 1024 * 1024);
      expect(most).toBeLessThan(24 * 1024 * 1024); // the buffers of the sockets
      server.close();
    },
  );

  it("tells a reset from the rest, and fails where nothing listens", async () => {
    const breaking = createServer((request, response) => {
      if (request.url === "/early") return void request.socket.resetAndDestroy();
      response.writeHead(200, request.url === "/short" ? { "content-length": "9" } : {});
      response.write("some", () =>
        request.url === "/short" ? request.socket.end() : request.socket.resetAndDestroy(),
      );
    });
    await new Promise<void>((resolve) => breaking.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(breaking.address() as AddressInfo).port}`;
    const ending = async (path: string): Promise<unknown> => {
      const { body } = await relay(
        { method: "GET", url: address + path, headers: {}, body: new Uint8Array() },
        new AbortController().signal,
      );
      let last: unknown;
      for await (const piece of body) last = piece;
      return last;
    };
    expect(await ending("/early")).toEqual({ ending: "reset" });
    expect(await ending("/late")).toEqual({ ending: "reset" });
    expect(await ending("/short")).toEqual({ ending: "end" });
    breaking.close();
    breaking.closeAllConnections();
    await expect(ending("/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});
