import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mcp } from "../../protocols/mcp/index.ts";
import { until } from "../../testing/child-cli.ts";
import { type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { connectV1, connectV2, everything, outcome, type Started, wrapped } from "./testing/stdio-client.ts";

let relay: FaultyRelay;
beforeAll(async () => {
  relay = await faultyRelay(mcp, "stdio://dep");
});
afterAll(() => relay[Symbol.asyncDispose]());
const inTrial = (command: readonly string[]): Started => ({
  command: wrapped(command),
  env: { BROWNOUT_MCP: JSON.stringify({ dep: relay.url }) },
});

/** All that a client and the server can say to each other, in both directions, as the client saw it. */
async function session(client: Client): Promise<unknown> {
  const call = (name: string, given: Record<string, unknown> = {}, options = {}) =>
    outcome(client.callTool({ name, arguments: given }, undefined, options));
  const cancel = new AbortController();
  const seen: Record<string, unknown> = {
    server: [client.getServerVersion(), client.getServerCapabilities(), client.getInstructions()],
    sum: await call("get-sum", { a: 2, b: 3 }),
    structured: await client.callTool({ name: "get-structured-content", arguments: { location: "New York" } }),
    image: await client.callTool({ name: "get-tiny-image" }),
    text: await call("echo", { message: 'a\nb \u2028 ü 😀 "quoted" \\' }),
    wrong: await call("get-sum", { a: "two" }),
    unknown: await call("no-such-tool"),
    ticked: await call("trigger-long-running-operation", { duration: 0.03, steps: 3 }, { onprogress: () => {} }),
    sampled: await call("trigger-sampling-request", { prompt: "hello", maxTokens: 5 }),
    elicited: await call("trigger-elicitation-request"),
    resources: await client.listResources(),
    templates: await client.listResourceTemplates(),
    read: await client.readResource({ uri: "demo://resource/static/document/features.md" }),
    missing: await outcome(client.readResource({ uri: "demo://nowhere" })),
    prompts: await client.listPrompts(),
    prompt: await client.getPrompt({ name: "args-prompt", arguments: { city: "Oslo", state: "Oslo" } }),
    ping: await client.ping(),
    many: await Promise.all(Array.from({ length: 30 }, (_, at) => call("echo", { message: String(at) }))),
  };
  const long = call("trigger-long-running-operation", { duration: 30, steps: 1 }, { signal: cancel.signal });
  await client.ping();
  cancel.abort();
  return { ...seen, cancelled: await long, after: await call("echo", { message: "still here" }) };
}

/** Messages as they came, but for the numbers of the server's own questions, whose order is one of time. */
const known = (message: { id?: unknown; method?: string }): string[] =>
  message.method === "notifications/message"
    ? []
    : [JSON.stringify(message.method === undefined ? message : { ...message, id: undefined })];

describe("a real server behind the wrapper", () => {
  it("says the same without it, with it, and with it in a trial without faults", async () => {
    const [plain, outside, inside] = await Promise.all(
      [{ command: everything }, { command: wrapped(everything) }, inTrial(everything)].map(async (started) => {
        const heard: { id?: unknown; method?: string }[] = [];
        const client = await connectV1(started, heard);
        const seen = await session(client);
        const { tools } = await client.listTools();
        // The server asks for them when its session is a third of a second old.
        await until(() => heard.some(({ method }) => method === "roots/list"), "the server's question for roots");
        await client.close();
        return { seen, tools: tools.map(({ name }) => name), heard: heard.flatMap(known).sort() };
      }),
    );
    expect(outside).toEqual(plain);
    expect(inside).toEqual(plain);
    expect(plain?.heard.filter((one) => one.includes(`"method":"notifications/progress"`))).toHaveLength(3);
    expect(plain?.tools.length).toBeGreaterThan(10);
    const operations = relay.calls.map(({ operation }) => operation);
    expect(operations.slice(0, 2)).toEqual(["initialize", "notifications/initialized"]);
    for (const one of ["get-sum", "response", "resources/read", "notifications/cancelled", "tools/list"])
      expect(operations).toContain(one);
    expect(operations.filter((one) => one === "echo")).toHaveLength(32);
  });
});

const armed = [
  ["throttled", {}, "McpError -32000", "ProtocolError -32000"],
  ["failure", { kind: "server-error" }, "McpError -32603", "ProtocolError -32603"],
  ["failure", { kind: "not-found" }, "McpError -32602", "ProtocolError -32602"],
  ["error-in-200", { message: "no" }, /"success":false/, /"success":false/],
  ["http-error", { status: 500, body: "oops" }, "McpError -32000", "ProtocolError -32000"],
  // The server dies, and with it the connection.
  ["connection-reset", {}, "McpError -32000", "SdkError CONNECTION_CLOSED"],
  ["refused", {}, "McpError -32000", "SdkError CONNECTION_CLOSED"],
  ["hang", {}, "McpError -32001", "SdkError REQUEST_TIMEOUT"],
  // Printed where messages are expected: skipped, and nothing else comes.
  ["html-error-page", {}, "McpError -32001", "SdkError REQUEST_TIMEOUT"],
  ["stalled-stream", { behind: "empty-deltas" }, "McpError -32001", "SdkError REQUEST_TIMEOUT"],
] as const;

describe("faults behind the wrapper", () => {
  it("are what each client raises, one call after the other with one and the same server where it lives on", async () => {
    const seen: (readonly [string, string, string])[] = [];
    const started = inTrial(everything);
    let [v1, v2] = await Promise.all([connectV1(started), connectV2(started)]);
    const ask = { name: "echo", arguments: { message: "hello" } };
    for (const [fault, params] of armed) {
      relay.arm({ fault, with: params, operation: "echo" });
      const timeout = /hang|html|stalled/.test(fault) ? 300 : 20_000;
      const both = await Promise.all([
        outcome(v1.callTool(ask, undefined, { timeout })),
        outcome(v2.callTool(ask, { timeout })),
      ]);
      seen.push([fault, ...both]);
      relay.arm();
      if (v1.transport === undefined) {
        await v2.close();
        [v1, v2] = await Promise.all([connectV1(started), connectV2(started)]);
      }
      // Nothing of it is left for the next call.
      expect(await outcome(v1.callTool(ask)), fault).toBe("Echo: hello");
    }
    await Promise.all([v1.close(), v2.close()]);
    for (const [at, [fault, , inV1, inV2]] of armed.entries()) {
      expect(seen[at]).toEqual([fault, expect.stringMatching(inV1), expect.stringMatching(inV2)]);
    }
  }, 60_000);

  it("strike a call that the client has given up before it reached the server, and the server never hears of it", async () => {
    const client = await connectV1(inTrial(everything));
    await client.ping();
    relay.arm({ fault: "latency", with: { delay: "60s" }, operation: "echo" });
    const before = relay.calls.length;
    expect(
      await outcome(client.callTool({ name: "echo", arguments: { message: "x" } }, undefined, { timeout: 100 })),
    ).toBe("McpError -32001");
    relay.arm();
    await client.ping();
    expect(relay.calls.slice(before).map(({ operation }) => operation)).toEqual(["echo", "ping"]);
    await client.close();
  });
});
