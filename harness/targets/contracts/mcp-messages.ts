import { z } from "zod";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import type { Answer, TaskInput } from "../../domain/task.ts";
import { glimpse } from "../read-answer.ts";

/** The settings of an agent that is an MCP server. */
export const mcpSettings = z.strictObject({
  tool: z.string().min(1).default("ask").describe("The tool that takes the task."),
  argument: z.string().min(1).default("question").describe("The argument that takes the prompt."),
  session: z.string().min(1).optional().describe("The argument that takes the id of the conversation."),
  arguments: z.record(z.string(), z.unknown()).default({}).describe("Further arguments, the same every time."),
});
export type McpSettings = z.output<typeof mcpSettings>;

export const protocolVersion = "2025-06-18";

/** What a transport must be able to do. */
export interface McpWire {
  /** The result of a request. @throws {AgentCrash} if the server answers with an error. */
  request(method: string, params: unknown, signal: AbortSignal): Promise<unknown>;
  notify(method: string, params: unknown): Promise<void>;
}

export const message = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});
export type Message = z.output<typeof message>;

const tools = z.object({ tools: z.array(z.object({ name: z.string() })) });
const called = z.object({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
});

/** Shakes hands, and makes sure that the tool is there. */
export async function greet(wire: McpWire, { tool }: McpSettings, name: string, signal: AbortSignal): Promise<void> {
  const clientInfo = { name: "brownout", version: "1" };
  await wire.request("initialize", { protocolVersion, capabilities: {}, clientInfo }, signal);
  await wire.notify("notifications/initialized", {});
  const listed = tools.safeParse(await wire.request("tools/list", {}, signal));
  const names = listed.data?.tools.map((one) => one.name) ?? [];
  if (names.includes(tool)) return;
  throw new TargetFailure(
    `Cannot ask ${name}: it has no tool "${tool}". It has: ${names.join(", ") || "none"}. Say under "with" which tool takes the task.`,
  );
}

/** Asks by the tool; what it returns as an error is the agent's crash. */
export async function askTool(
  wire: McpWire,
  { tool, argument, session: named, arguments: more }: McpSettings,
  { prompt, input }: TaskInput,
  { name, session }: { readonly name: string; readonly session: string },
  signal: AbortSignal,
): Promise<Answer> {
  const given = await wire.request(
    "tools/call",
    {
      name: tool,
      arguments: { ...more, ...input, ...(named === undefined ? {} : { [named]: session }), [argument]: prompt },
    },
    signal,
  );
  const read = called.safeParse(given);
  const texts = read.data?.content.flatMap(({ text }) => text ?? []) ?? [];
  if (read.data?.isError) throw new AgentCrash(`The tool "${tool}" of ${name} reported an error: ${texts.join("\n")}`);
  if (texts.length === 0)
    throw new TargetFailure(
      `The tool "${tool}" of ${name} answered with ${glimpse(given)}: it must answer with a text.`,
    );
  const data = read.data?.structuredContent;
  return { text: texts.join("\n"), ...(data === undefined ? {} : { data }) };
}

/** What a client without features says to a server that asks back. */
export const replyTo = ({ id, method }: Message): unknown =>
  method === "ping"
    ? { jsonrpc: "2.0", id, result: {} }
    : { jsonrpc: "2.0", id, error: { code: -32601, message: "Method not found" } };
