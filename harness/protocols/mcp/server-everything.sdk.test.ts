import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { CreateMessageRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { freePort } from "../../testing/free-port.ts";
import { mcp } from "./index.ts";

const packageJson = createRequire(import.meta.url).resolve("@modelcontextprotocol/server-everything/package.json");
const program = join(dirname(packageJson), "dist", "index.js");

let url: string;
let relay: FaultyRelay;
let stop: () => Promise<unknown>;
beforeAll(async () => {
  const port = await freePort();
  const child = spawn(process.execPath, [program, "streamableHttp"], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  stop = () => {
    child.kill("SIGKILL");
    return gone;
  };
  await new Promise((resolve) =>
    child.stderr.on("data", (text: Buffer) => `${text}`.includes("listening") && resolve(text)),
  );
  url = `http://127.0.0.1:${port}/mcp`;
  relay = await faultyRelay(mcp, url);
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  await stop();
});

async function connect(at: string): Promise<Client> {
  relay.arm();
  const client = new Client({ name: "test", version: "1" }, { capabilities: { sampling: {} } });
  client.setRequestHandler(CreateMessageRequestSchema, () => ({
    model: "none",
    role: "assistant",
    content: { type: "text", text: "sampled" },
  }));
  await client.connect(new StreamableHTTPClientTransport(new URL(at)) as Parameters<Client["connect"]>[0]);
  // It offers what a client can do something with once it has been told that the session is open.
  await expect.poll(async () => (await client.listTools()).tools.map(({ name }) => name)).toContain(sampling.name);
  return client;
}
const sampling = { name: "trigger-sampling-request", arguments: { prompt: "hello", maxTokens: 5 } };
const weather = { name: "get-structured-content", arguments: { location: "New York" } };

async function session(client: Client): Promise<unknown> {
  const ticks: number[] = [];
  const long = { name: "trigger-long-running-operation", arguments: { duration: 0.03, steps: 3 } };
  const worked = await client.callTool(long, undefined, { onprogress: ({ progress }) => ticks.push(progress) });
  return {
    worked,
    ticks,
    tools: (await client.listTools()).tools.map(({ name }) => name).toSorted(),
    sum: await client.callTool({ name: "get-sum", arguments: { a: 2, b: 3 } }),
    weather: await client.callTool(weather),
    sampled: await client.callTool(sampling),
    resource: (await client.readResource({ uri: "demo://resource/static/document/features.md" })).contents.length,
    resources: (await client.listResources()).resources.length,
    prompts: (await client.listPrompts()).prompts.map(({ name }) => name),
    prompt: await client.getPrompt({ name: "args-prompt", arguments: { city: "Oslo", state: "Oslo" } }),
  };
}

it("a real server over HTTP says the same through the route and without", async () => {
  const [direct, relayed] = [await connect(url), await connect(relay.url)];
  const [plain, through] = [await session(direct), await session(relayed)];
  expect(through).toEqual(plain);
  expect(JSON.stringify(plain)).toContain("sampled");
  for (const one of ["get-sum", "response", "resources/read", "prompts/get", "tools/list"])
    expect(relay.calls.map(({ operation }) => operation)).toContain(one);
  await Promise.all([direct.close(), relayed.close()]);
}, 60_000);

it("a real server over HTTP is struck by faults, one after the other, and answers as before when they are gone", async () => {
  const client = await connect(relay.url);
  const plain = await client.callTool(weather);
  const under = (fault: string, given: unknown, asked: typeof weather | typeof sampling, timeout = 20_000) => {
    relay.arm({ fault, with: given, operation: asked.name });
    return client.callTool({ ...asked }, undefined, { timeout }).finally(() => relay.arm());
  };
  await expect(under("throttled", {}, weather)).rejects.toMatchObject({ code: 429 });
  await expect(under("rpc-error", { code: -32050 }, weather)).rejects.toMatchObject({ code: -32050 });
  await expect(under("connection-reset", {}, weather)).rejects.toThrow(/fetch failed/);
  await expect(under("hang", {}, weather, 300)).rejects.toMatchObject({ code: -32001 });
  const changed = await under("wrong-types", { share: 1 }, weather).catch((error: Error) => error.message);
  // The client checks results against the schema that the tool declares.
  expect(changed).toMatch(/does not match the tool's output schema/);
  // Asked in mid-call, and the answer lost.
  await expect(under("timeout-after-commit", { as: "gateway-timeout" }, sampling)).rejects.toThrow();
  expect(relay.calls.at(-1)?.operation).toBe("response");
  expect(await client.callTool(weather)).toEqual(plain);
  await client.close();
}, 60_000);
