import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as v2 from "@modelcontextprotocol/client";
import { StdioClientTransport as StdioV2 } from "@modelcontextprotocol/client/stdio";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { CreateMessageRequestSchema, ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const require = createRequire(import.meta.url);
const installed = (name: string): readonly string[] => [
  process.execPath,
  join(dirname(require.resolve(`@modelcontextprotocol/${name}/package.json`)), "dist", "index.js"),
];
/** Real servers from npm. */
export const everything = installed("server-everything");
export const memory = installed("server-memory");

export const wrapped = (command: readonly string[], ...options: readonly string[]): readonly string[] => [
  process.execPath,
  join(root, "harness", "main.ts"),
  "mcp",
  ...options,
  "--",
  ...command,
];

export interface Started {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}
const who = { name: "test", version: "1" };
const capabilities = { sampling: {}, elicitation: { form: {} }, roots: { listChanged: true } };

const transportOf = ({ command: [command = "", ...args], env = {} }: Started) => ({
  command,
  args: [...args],
  env: { ...env },
  stderr: "ignore" as const,
});

/** The first official client, on a server that it starts itself; it answers whatever it is asked, and notes what it hears. */
export async function connectV1(started: Started, heard: unknown[] = []): Promise<Client> {
  const client = new Client(who, { capabilities });
  client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => ({
    model: "none",
    role: "assistant",
    content: { type: "text", text: `sampled ${JSON.stringify(params.messages.length)}` },
  }));
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: "decline" }));
  const transport = new StdioClientTransport(transportOf(started));
  transport.onmessage = (message) => void heard.push(message);
  await client.connect(transport);
  return client;
}

/** The second. */
export async function connectV2(started: Started): Promise<v2.Client> {
  const client = new v2.Client(who);
  await client.connect(new StdioV2(transportOf(started)));
  return client;
}

/** What a caller sees: the text of the result, or the error as class and code. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    const result = (await call) as { content: { text: string }[]; isError?: boolean };
    return `${result.isError ? "isError " : ""}${result.content.map(({ text }) => text).join("|")}`;
  } catch (error) {
    const { name, code } = error as { name: string; code?: unknown };
    const kind = error instanceof Error ? error.constructor.name : name;
    return [kind, code].filter((part) => part !== undefined).join(" ");
  }
}
