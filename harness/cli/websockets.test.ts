import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer, WebSocket as WsClient } from "ws";
import { httpJson } from "../protocols/http-json/index.ts";
import { type FaultyRelay, faultyRelay } from "../testing/faulty-relay.ts";

/** A live service that says everything twice, in text or bytes, and ends when it is told to. */
let service: WebSocketServer;
const address = (): string => `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
const headersSeen: (string | undefined)[] = [];

beforeEach(async () => {
  headersSeen.length = 0;
  service = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  service.on("connection", (socket, request) => {
    headersSeen.push(request.url, request.headers.authorization);
    socket.send("welcome");
    socket.on("message", (data, binary) => {
      if (String(data) === "bye") return socket.close(4000, "as you like");
      if (String(data) === "die") return socket.terminate();
      socket.send(data, { binary });
      socket.send(data, { binary });
    });
  });
  await once(service, "listening");
});
afterEach(async () => {
  for (const socket of service.clients) socket.terminate();
  await new Promise((closed) => service.close(closed));
});

const at = (relay: FaultyRelay, path: string): string => `${relay.url.replace("http:", "ws:")}${path}`;

async function messages(socket: WsClient, count: number): Promise<string[]> {
  const seen: string[] = [];
  const done = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    seen.push(String(data));
    if (seen.length === count) done.resolve();
  });
  socket.on("error", done.reject);
  await done.promise;
  return seen;
}

describe("WebSockets at the gateway", () => {
  it("pass both ways, with what they say of themselves and how they end", async () => {
    await using relay = await faultyRelay(httpJson, address());
    const socket = new WsClient(at(relay, "/live?x=1"), { headers: { authorization: "Bearer k" } });
    const heard = messages(socket, 5);
    await once(socket, "open");
    socket.send("one");
    socket.send(Buffer.alloc(100_000, 97));
    expect((await heard).map((text) => text.length)).toEqual([7, 3, 3, 100_000, 100_000]);
    expect(headersSeen).toEqual(["/live?x=1", "Bearer k"]);
    socket.send("bye");
    expect((await once(socket, "close")).map(String)).toEqual(["4000", "as you like"]);
    expect(relay.calls.map(({ operation }) => operation)).toEqual(["GET /live"]);
  });

  it("are those of Node's own client too, and break where the service breaks", async () => {
    await using relay = await faultyRelay(httpJson, address());
    const socket = new WebSocket(at(relay, "/"));
    const [{ data }] = (await once(socket, "message")) as [MessageEvent];
    expect(data).toBe("welcome");
    socket.send("die");
    const [{ code }] = (await once(socket, "close")) as [CloseEvent];
    expect(code).toBe(1006);
  });

  it.each([
    ["unavailable", /Unexpected server response: 503/],
    ["connection-reset", /ECONNRESET|socket hang up/],
  ])("meet %s where they are opened, and nothing is left open behind them", async (fault, error) => {
    await using relay = await faultyRelay(httpJson, address());
    relay.arm({ fault });
    const socket = new WsClient(at(relay, "/"));
    const [failure] = (await once(socket, "error")) as [Error];
    expect(failure.message).toMatch(error);
    relay.arm();
    const next = new WsClient(at(relay, "/"));
    expect(await messages(next, 1)).toEqual(["welcome"]);
    expect(service.clients.size).toBe(1);
    next.terminate();
  });

  it("end with the gateway", async () => {
    const relay = await faultyRelay(httpJson, address());
    const socket = new WsClient(at(relay, "/"));
    await messages(socket, 1);
    await relay[Symbol.asyncDispose]();
    await once(socket, "close");
    expect(service.clients.size).toBe(0);
  });
});
