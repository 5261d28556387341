import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import type { Interception, RouteResult } from "../domain/ports.ts";
import type { Piece, WireReply } from "../domain/wire.ts";
import { proxy } from "./proxy.ts";
import { relay } from "./relay.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

const scope = { trial: "exp/task/1/treatment", performance: "exp/task/1/treatment~task" };
const clients = ["ws", "node"];
/** What stands where `live.example.test` would be; says "welcome", everything back, and then closes as it likes. */
let service: WebSocketServer;
const seen: { readonly url: string | undefined; readonly protocol: string }[] = [];
const escaped: string[] = [];
let open: Interception;
let environment: Record<string, string>;
/** What a fault makes of the reply. */
let spoil: (wire: WireReply) => RouteResult;

async function* firstOf(n: number, { said }: WireReply): AsyncIterable<Piece> {
  let passed = 0;
  for await (const piece of said?.() ?? []) {
    if (passed === n) {
      yield { ending: "reset" };
      return;
    }
    passed += 1;
    yield piece;
  }
}

const router = {
  ...scriptedRouter(async (request, asked, signal): Promise<RouteResult> => {
    const { hostname, pathname, search, protocol } = new URL(request.url);
    if (hostname !== "live.example.test") return { kind: "blocked", message: `blocked ${request.url}` };
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}${pathname}${search}`;
    seen.push({ url: asked?.performance, protocol });
    return spoil(await relay({ ...request, url }, signal));
  }),
  claims: () => true,
  tunnel(origin: string, _scope: unknown, look?: "seen") {
    if (look && new URL(origin).hostname === "live.example.test") return { kind: "pass" } as const;
    escaped.push(origin);
    return { kind: "blocked", message: `blocked ${origin}` } as const;
  },
};

beforeAll(async () => {
  service = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  service.on("connection", (socket) => {
    socket.send("welcome");
    socket.on("message", (data) => {
      socket.send(String(data));
      socket.close(4000, "as you like");
    });
  });
  await once(service, "listening");
  open = await proxy().open(router);
  environment = open.environment(scope, []);
}, 60_000);
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  for (const socket of service.clients) socket.terminate();
  await new Promise((closed) => service.close(closed));
});
beforeEach(() => {
  seen.length = 0;
  escaped.length = 0;
  spoil = (wire) => ({ kind: "reply", wire });
});

const script = fileURLToPath(new URL("./testing/websocket-clients.ts", import.meta.url));
/** Clients as programs of their own, with the proxy's variables alone: no preload. */
async function heard(address: string, names = clients): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [script, address, ...names], {
    env: { ...process.env, ...environment, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(await text(child.stdout)) as Record<string, unknown>;
}

describe("WebSockets through the proxy, by ws and by Node's own client", { timeout: 60_000 }, () => {
  it.each(["wss://live.example.test/talk?x=1", "ws://live.example.test/talk"])(
    "pass both ways: %s",
    async (address) => {
      expect(await heard(address)).toEqual({
        ws: { messages: ["welcome", "hello"], code: "4000" },
        node: { messages: ["welcome", "hello"], code: "4000" },
      });
      const protocol = address.startsWith("wss:") ? "https:" : "http:";
      expect(seen).toEqual([
        { url: scope.performance, protocol },
        { url: scope.performance, protocol },
      ]);
    },
  );

  it("are blocked and named where the map knows no such host, before anything is said", async () => {
    const made = await heard("wss://elsewhere.example.test/talk");
    for (const name of clients) expect(made[name]).toMatchObject({ messages: [], code: "1006" });
    expect(escaped).toEqual(["https://elsewhere.example.test:443", "https://elsewhere.example.test:443"]);
  });

  it("break with the connection after the message at which a fault cuts them", async () => {
    spoil = (wire) => ({ kind: "reply", wire: { ...wire, body: firstOf(1, wire) } });
    const made = await heard("wss://live.example.test/talk");
    expect(made).toMatchObject({
      ws: { messages: ["welcome"], code: "1006" },
      node: { messages: ["welcome"], code: "1006" },
    });
    await expect.poll(() => service.clients.size).toBe(0);
  });

  it("are refused as the dependency refuses, and reset as a connection is", async () => {
    spoil = () => ({ kind: "disconnect", code: "reset" });
    expect(await heard("wss://live.example.test/talk", ["ws"])).toMatchObject({
      ws: { messages: [], error: expect.stringMatching(/ECONNRESET|hang up/) },
    });
    spoil = () => ({ kind: "reply", wire: { status: 503, headers: {}, body: [] } });
    expect(await heard("wss://live.example.test/talk", ["ws"])).toMatchObject({
      ws: { messages: [], error: "Unexpected server response: 503" },
    });
  });
});
