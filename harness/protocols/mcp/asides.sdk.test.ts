import * as v2 from "@modelcontextprotocol/client";
import * as v1 from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { CreateMessageRequestSchema, ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { mcp } from "./index.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

/** Tools that ask the client something, and answer with an amount and with what they were told. */
function curious(): McpServer {
  const mcpServer = new McpServer({ name: "curious", version: "1.0.0" });
  const answer = (told: unknown) => ({
    content: [{ type: "text" as const, text: JSON.stringify({ total: 89.5, told }) }],
  });
  mcpServer.registerTool("sample", {}, async ({ sendRequest }) => {
    const messages = [{ role: "user" as const, content: { type: "text" as const, text: "how much?" } }];
    const params = { messages, maxTokens: 5 };
    return answer(await sendRequest({ method: "sampling/createMessage", params }, z.looseObject({})));
  });
  mcpServer.registerTool("elicit", {}, async ({ sendRequest }) => {
    const requestedSchema = { type: "object" as const, properties: { name: { type: "string" as const } } };
    const params = { message: "who?", requestedSchema };
    return answer(await sendRequest({ method: "elicitation/create", params }, z.looseObject({})));
  });
  mcpServer.registerTool("tick", {}, async ({ sendNotification, _meta }) => {
    const tick = (progress: number) =>
      sendNotification({
        method: "notifications/progress",
        params: { progressToken: _meta?.progressToken ?? "", progress, total: 2 },
      });
    await tick(1);
    await heard;
    await tick(2);
    return answer("ticked");
  });
  return mcpServer;
}
/** The server goes on once the client has heard of its progress. */
let heard: Promise<void> = Promise.resolve();

let server: RealServer;
let relay: FaultyRelay;
beforeAll(async () => {
  server = await realServer({ make: curious });
  relay = await faultyRelay(mcp, `${server.origin}/mcp`);
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

interface Opened {
  readonly asked: string[];
  call(name: string, progress?: (n: number) => void, timeout?: number): Promise<unknown>;
  close(): Promise<void>;
}
const who = { name: "test", version: "1" };
const capabilities = { sampling: {}, elicitation: { form: {} } };
const sampled = { model: "m", role: "assistant" as const, content: { type: "text" as const, text: "said" } };

async function open(version: "v1" | "v2"): Promise<Opened> {
  relay.arm();
  const asked: string[] = [];
  const noted = <T>(what: string, answer: T) => {
    asked.push(what);
    return answer;
  };
  const options = (progress?: (n: number) => void, timeout = 10_000) => ({
    timeout,
    ...(progress ? { onprogress: ({ progress: n }: { progress: number }) => progress(n) } : {}),
  });
  if (version === "v1") {
    const client = new v1.Client(who, { capabilities });
    client.setRequestHandler(CreateMessageRequestSchema, () => noted("sampling", sampled));
    client.setRequestHandler(ElicitRequestSchema, () => noted("elicitation", { action: "decline" as const }));
    await client.connect(new StreamableHTTPClientTransport(new URL(relay.url)) as Parameters<v1.Client["connect"]>[0]);
    return {
      asked,
      call: (name, ...how) => client.callTool({ name }, undefined, options(...how)),
      close: () => client.close(),
    };
  }
  const client = new v2.Client(who, { capabilities });
  client.setRequestHandler("sampling/createMessage", () => noted("sampling", sampled));
  client.setRequestHandler("elicitation/create", () => noted("elicitation", { action: "decline" as const }));
  await client.connect(new v2.StreamableHTTPClientTransport(new URL(relay.url)));
  return {
    asked,
    call: (name, ...how) => client.callTool({ name }, options(...how)),
    close: () => client.close(),
  };
}

const talkative = [
  ["sample", "sampling"],
  ["elicit", "elicitation"],
] as const;
const amounts = { fault: "impossible-values", with: { values: ["amounts"] } };
const textOf = (result: unknown): string => JSON.stringify(result).replaceAll("\\", "");

describe.each(["v1", "v2"] as const)("while a fault holds the answer, %s", (version) => {
  it.each(talkative)("is asked what %s asks in mid-call, and only the answer is another", async (name, what) => {
    const client = await open(version);
    const plain = textOf(await client.call(name));
    relay.arm({ ...amounts, operation: name });
    expect(textOf(await client.call(name))).toBe(plain.replace("89.5", "-89.5"));
    expect(plain).toContain('"total":89.5');
    expect(client.asked).toEqual([what, what]);
    await client.close();
  });

  it("hears of progress when it is made", async () => {
    const client = await open(version);
    relay.arm({ ...amounts, operation: "tick" });
    const first = Promise.withResolvers<void>();
    heard = first.promise;
    const ticks: number[] = [];
    const result = await client.call("tick", (n) => {
      ticks.push(n);
      first.resolve();
    });
    expect(textOf(result)).toContain('"total":-89.5');
    expect(ticks).toEqual([1, 2]);
    await client.close();
  });

  it("is asked though the answer is lost in the end", async () => {
    const client = await open(version);
    relay.arm({ fault: "timeout-after-commit", with: { as: "gateway-timeout" }, operation: "sample" });
    await expect(client.call("sample")).rejects.toMatchObject({ code: -32000 });
    relay.arm({ fault: "server-restart", with: { work: "done" }, operation: "sample" });
    await expect(client.call("sample", undefined, 1500)).rejects.toThrow();
    expect(client.asked).toEqual(["sampling", "sampling"]);
    await client.close();
  });
});
