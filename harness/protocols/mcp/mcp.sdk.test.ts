import * as v2 from "@modelcontextprotocol/client";
import * as v1 from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Armed, type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { mcp } from "./index.ts";
import { order, type RealServer, realServer } from "./testing/real-server.ts";

const who = { name: "test", version: "1" };
interface Connected extends AsyncDisposable {
  call(tool: string, given: Record<string, unknown>, progress?: (n: number) => void): Promise<unknown>;
}

async function connect(version: "v1" | "v2", url: string, sse = false): Promise<Connected> {
  const options = (progress?: (n: number) => void) => ({
    timeout: 1500,
    ...(progress ? { onprogress: ({ progress: n }: { progress: number }) => progress(n) } : {}),
  });
  const [client, transport] =
    version === "v1"
      ? [
          new v1.Client(who),
          sse ? new SSEClientTransport(new URL(url)) : new StreamableHTTPClientTransport(new URL(url)),
        ]
      : [
          new v2.Client(who),
          sse ? new v2.SSEClientTransport(new URL(url)) : new v2.StreamableHTTPClientTransport(new URL(url)),
        ];
  if (client instanceof v1.Client) await client.connect(transport as StreamableHTTPClientTransport);
  else await client.connect(transport as v2.StreamableHTTPClientTransport);
  return {
    call: (name, given, progress) =>
      client instanceof v1.Client
        ? client.callTool({ name, arguments: given }, undefined, options(progress))
        : client.callTool({ name, arguments: given }, options(progress)),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** What a caller sees: the text of the result, or the error as class and code. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    const result = (await call) as { content: { text: string }[]; isError?: boolean };
    return `${result.isError ? "isError " : ""}${result.content.map(({ text }) => text).join("|")}`;
  } catch (error) {
    const { name, code, status } = error as { name: string; code?: unknown; status?: unknown };
    const kind = error instanceof Error ? error.constructor.name : name;
    return [kind, code, status].filter((part) => part !== undefined).join(" ");
  }
}

const relays = new Map<string, FaultyRelay>();
let server: RealServer;
beforeAll(async () => {
  server = await realServer();
  for (const errors of ["http", "json-rpc", "result"] as const)
    relays.set(errors, await faultyRelay(mcp, `${server.origin}/mcp`, { errors }));
});
afterAll(async () => {
  for (const relay of relays.values()) await relay[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function under(
  version: "v1" | "v2",
  armed: Armed,
  { errors = "http", tool = "get_order" } = {},
): Promise<string> {
  const relay = relays.get(errors);
  if (!relay) throw new Error(`No relay for ${errors}.`);
  relay.arm();
  await using client = await connect(version, relay.url);
  relay.arm({ operation: tool, ...armed });
  return await outcome(client.call(tool, { order_id: "TG-1001" }));
}

describe("a real server behind the relay", () => {
  it.each(["v1", "v2"] as const)("answers %s as it does without it, tools being the operations", async (version) => {
    const relay = relays.get("http") as FaultyRelay;
    relay.arm();
    const before = relay.calls.length;
    await using client = await connect(version, relay.url);
    const ticks: number[] = [];
    expect(await outcome(client.call("get_order", { order_id: "TG-1" }))).toBe(
      JSON.stringify({ ...order, order_id: "TG-1" }),
    );
    expect(await outcome(client.call("count", { to: 3 }, (n) => ticks.push(n)))).toBe('{"counted":3}');
    expect(ticks).toEqual([1, 2, 3]);
    const seen = relay.calls.slice(before).filter(({ operation }) => operation !== "stream");
    expect(seen.map(({ operation }) => operation)).toEqual([
      "initialize",
      "notifications/initialized",
      "get_order",
      // The second client looks for output schemas of its own accord.
      ...(version === "v2" ? [] : []),
      "count",
    ]);
    expect(seen[2]?.payload).toEqual({ kind: "tool", request: { arguments: { order_id: "TG-1" } } });
  });
});

const statuses = [
  ["throttled", 429],
  ["overloaded", 503],
  ["server-error", 500],
  ["bad-gateway", 502],
  ["unavailable", 503],
  ["gateway-timeout", 504],
  ["not-found", 404],
  ["invalid-request", 400],
] as const;

describe("failures", () => {
  it.each(statuses)("%s is the HTTP status that clients raise", async (kind, status) => {
    const armed = { fault: "failure", with: { kind } };
    expect(await under("v1", armed)).toBe(`StreamableHTTPError ${status}`);
    expect(await under("v2", armed)).toBe(`SdkHttpError CLIENT_HTTP_NOT_IMPLEMENTED ${status}`);
  });

  it("credentials and scopes are the refusals of RFC 6750", async () => {
    const expired = { fault: "failure", with: { kind: "credentials-expired" } };
    const denied = { fault: "failure", with: { kind: "access-denied" } };
    expect(await under("v1", expired)).toBe("StreamableHTTPError 401");
    expect(await under("v2", expired)).toBe("SdkHttpError CLIENT_HTTP_NOT_IMPLEMENTED 401");
    expect(await under("v1", denied)).toBe("StreamableHTTPError 403");
    expect(await under("v2", denied)).toBe("InsufficientScopeError");
  });

  it.each([
    ["server-error", -32603],
    ["not-found", -32602],
    ["invalid-request", -32602],
  ] as const)("%s is a JSON-RPC error if the options say so", async (kind, code) => {
    const armed = { fault: "failure", with: { kind } };
    expect(await under("v1", armed, { errors: "json-rpc" })).toBe(`McpError ${code}`);
    expect(await under("v2", armed, { errors: "json-rpc" })).toBe(`ProtocolError ${code}`);
  });

  it("of a handler are results that say isError if the options say so", async () => {
    const armed = { fault: "failure", with: { kind: "throttled" } };
    for (const version of ["v1", "v2"] as const)
      expect(await under(version, armed, { errors: "result" })).toBe("isError Too Many Requests");
    const unknown = { fault: "failure", with: { kind: "not-found" } };
    expect(await under("v1", unknown, { errors: "result" })).toBe("isError MCP error -32602: Tool get_order not found");
  });
});

describe("results", () => {
  it("are rewritten where they stand, structured and as text", async () => {
    const armed = { fault: "impossible-values", with: { values: ["amounts"] } };
    for (const version of ["v1", "v2"] as const) {
      expect(JSON.parse(await under(version, armed))).toEqual({ ...order, total: -89.5 });
      const relay = relays.get("http") as FaultyRelay;
      relay.arm();
      await using client = await connect(version, relay.url);
      relay.arm({ ...armed, operation: "get_total" });
      expect(await client.call("get_total", { order_id: "x" })).toMatchObject({
        structuredContent: { total: -89.5 },
        content: [{ type: "text", text: '{"total":-89.5}' }],
        _meta: { x: 1 },
      });
    }
  });

  it("keep the progress that came before them", async () => {
    const relay = relays.get("http") as FaultyRelay;
    relay.arm();
    await using client = await connect("v1", relay.url);
    relay.arm({ fault: "wrong-types", with: { share: 1 }, operation: "count" });
    const ticks: number[] = [];
    expect(await outcome(client.call("count", { to: 2 }, (n) => ticks.push(n)))).toBe('{"counted":"2"}');
    expect(ticks).toEqual([1, 2]);
  });

  it("can be success without effect, or an error in a 200, in the words of the fault", async () => {
    expect(JSON.parse(await under("v1", { fault: "success-without-effect" }))).toEqual({
      order_id: "TG-1001",
      success: true,
      status: "completed",
    });
    expect(await under("v2", { fault: "error-in-200" })).toMatch(/"success":false/);
  });
});

describe("streams", () => {
  it.each([
    ["v1", "McpError -32001"],
    ["v2", "SdkError REQUEST_TIMEOUT"],
  ] as const)("cut before the response leave %s waiting for its timeout", async (version, raised) => {
    expect(await under(version, { fault: "cut-stream", with: { how: "end" } })).toBe(raised);
  });

  it.each([
    ["v1", "McpError -32603"],
    ["v2", "ProtocolError -32603"],
  ] as const)("may end in an error that %s raises", async (version, raised) => {
    expect(await under(version, { fault: "mid-stream-error", with: { kind: "server-error" } })).toBe(raised);
  });
});

describe("a stall behind progress", () => {
  it.each(["v1", "v2"] as const)("tells %s of ever more of it, as the specification asks", async (version) => {
    const relay = relays.get("http") as FaultyRelay;
    relay.arm();
    await using client = await connect(version, relay.url);
    const params = { behind: "empty-deltas", afterContent: 2, every: "20ms", for: "200ms" };
    relay.arm({ fault: "stalled-stream", with: params, operation: "count" });
    const ticks: number[] = [];
    expect(await outcome(client.call("count", { to: 3 }, (n) => ticks.push(n)))).toBe('{"counted":3}');
    expect(ticks.length).toBeGreaterThan(5);
    expect(ticks).toEqual([...new Set(ticks)].toSorted((a, b) => a - b));
    expect([ticks.slice(0, 2), ticks.at(-1)]).toEqual([[1, 2], 3]);
  });
});

describe("HTTP with SSE", () => {
  it.each(["v1", "v2"] as const)(
    "is relayed for %s; failures of the POST are seen, and results stay as they are",
    async (version) => {
      await using old = await realServer();
      await using relay = await faultyRelay(mcp, old.origin);
      await using client = await connect(version, `${relay.url}/sse`, true);
      const ask = () => outcome(client.call("get_order", { order_id: "TG-1" }));
      expect(await ask()).toBe(JSON.stringify({ ...order, order_id: "TG-1" }));
      relay.arm({ fault: "failure", with: { kind: "server-error" }, operation: "get_order" });
      expect(await ask()).toMatch(/^(Error|SdkHttpError)/);
      for (const fault of ["wrong-types", "error-in-200", "success-without-effect"]) {
        relay.arm({ fault, operation: "get_order" });
        expect(await ask()).toBe(JSON.stringify({ ...order, order_id: "TG-1" }));
      }
      expect(relay.notes.filter((note) => note.includes("idle"))).toHaveLength(3);
    },
  );
});
