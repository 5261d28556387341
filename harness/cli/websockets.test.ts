import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocketServer, WebSocket as WsClient } from "ws";
import { loadExperiments } from "../load/index.ts";
import { httpJson } from "../protocols/http-json/index.ts";
import { project } from "../testing/child-cli.ts";
import { type FaultyRelay, faultyRelay } from "../testing/faulty-relay.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { small } from "../testing/small-project.ts";
import { registry } from "./registry.ts";

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

  it.each([
    [{ how: "reset", afterContent: 2 }, /cut after 2 content events: connection reset/, 2],
    [{ how: "end", afterContent: 0 }, /cut after 0 content events: clean end/, 0],
    [{ how: "reset", afterTime: "500ms" }, /cut after \d{3}ms: connection reset/, 3],
  ])("are cut by %j, after the messages that still came", async (given, note, passed) => {
    await using relay = await faultyRelay(httpJson, address());
    relay.arm({ fault: "cut-stream", with: given });
    const socket = new WsClient(at(relay, "/"));
    const heard: string[] = [];
    socket.on("message", (data) => heard.push(String(data)));
    socket.on("error", () => {}); // a reset is one; how it ends is what counts
    socket.once("open", () => socket.send("one"));
    const [code] = (await once(socket, "close")) as [number];
    expect(code).toBe(1006);
    expect(heard).toEqual(["welcome", "one", "one"].slice(0, passed));
    expect(relay.notes).toEqual([expect.stringMatching(note)]);
    await expect.poll(() => service.clients.size).toBe(0);
  });

  it("come in slices under trickle, none lost, and say nothing of the fault where it does not act", async () => {
    await using relay = await faultyRelay(httpJson, address());
    relay.arm({ fault: "trickle", with: { gap: "1ms", bytes: 3 } });
    const socket = new WsClient(at(relay, "/"));
    const heard = messages(socket, 3);
    await once(socket, "open");
    socket.send("slowly");
    expect(await heard).toEqual(["welcome", "slowly", "slowly"]);
    socket.send("bye");
    expect((await once(socket, "close")).map(String)).toEqual(["4000", "as you like"]);
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

describe("WebSockets in a run", { timeout: 120_000 }, () => {
  it("are cut in the treatment and whole in the control, and the journal says where", async () => {
    using folder = project({
      "experiment.yaml": small["experiment.yaml"]
        .replace("target.yaml", "command.yaml")
        .replace(
          "inject: unavailable\n    into: { tool: orders }",
          "inject: cut-stream\n    into: { tool: live }\n    with: { afterContent: 2 }",
        )
        .replace("repeats: 3", "repeats: 1"),
      "tasks.yaml": "tasks: [{ id: where, prompt: Where is it?, expect: { facts: [shipped] } }]\n",
      "system-map.yaml": `dependencies:\n  live: { boundary: tool, protocol: http-json, url: "${address()}", env: LIVE_URL }\n`,
      "command.ts": `process.stdin.resume();
const socket = new WebSocket((process.env.LIVE_URL ?? "").replace("http:", "ws:") + "/live");
const heard = [];
socket.onopen = () => socket.send("shipped");
socket.onerror = () => {};
socket.onmessage = ({ data }) => { heard.push(data); if (heard.length === 3) socket.close(); };
socket.onclose = () => process.stdout.write(JSON.stringify({ answer: heard.length === 3 ? heard[2] : "The connection broke after " + heard.length }));
`,
    });
    const experiments = await loadExperiments([join(folder.cwd, "experiment.yaml")], registry, { cwd: folder.cwd });
    const { events } = await runInMemory(experiments, { route: "gateway" });
    const answers = events.flatMap((event) =>
      event.type === "performance-ended" ? [[event.performance, event.answer]] : [],
    );
    expect(Object.fromEntries(answers)).toEqual({
      "experiment/where/1/control~where": "shipped",
      "experiment/where/1/treatment~where": "The connection broke after 2",
    });
    const ended = events.flatMap((event) => (event.type === "call-ended" ? [event] : []));
    expect(ended).toMatchObject([{ status: 101 }, { status: 101 }]);
    expect(ended.map(({ trial, ending }) => [trial.split("/").at(-1), ending]).sort()).toEqual([
      ["control", "complete"],
      ["treatment", "reset"],
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "fault-fired", note: "cut after 2 content events: connection reset" }),
    );
  });
});
