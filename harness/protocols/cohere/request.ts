import { z } from "zod";
import type { CallDraft } from "../../domain/call.ts";
import type { Message } from "../../domain/conversation.ts";
import { BadRequest } from "../../domain/protocol.ts";
import { functionSpecs, functionTool } from "../shared/function-tools.ts";
import { accept } from "./complaints.ts";

const block = z.looseObject({
  type: z.string().optional(),
  text: z.string().optional(),
  document: z.looseObject({ data: z.unknown().optional() }).optional(),
});
const content = z.union([z.string(), z.array(block)]);
const toolCall = z.looseObject({
  id: z.string().optional(),
  function: z.looseObject({ name: z.string().optional(), arguments: z.string().optional() }).optional(),
});
const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool"]),
  content: content.nullish(),
  tool_plan: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
});
const body = z.looseObject({
  model: z.string(),
  messages: z.array(message),
  tools: z.array(functionTool).nullish(),
  max_tokens: z.int().nullish(),
  stream: z.boolean().nullish(),
});
type WireMessage = z.output<typeof message>;

/** @throws {BadRequest} in the provider's words. */
export function decodeChat(value: unknown, operation: string): CallDraft {
  const request = accept(body, value);
  if (request.messages.length === 0) throw new BadRequest("invalid request: messages must not be empty");
  const stream = request.stream ?? false;
  const conversation = {
    model: request.model,
    system: request.messages
      .filter(isInstruction)
      .map((given) => textOf(given.content))
      .join("\n\n"),
    messages: messagesOf(request.messages),
    tools: functionSpecs(request.tools),
    ...(typeof request.max_tokens === "number" ? { maxOutputTokens: request.max_tokens } : {}),
    stream,
    ...(stream ? { streamUsage: true } : {}),
  };
  return { operation, payload: { kind: "model", conversation }, stream };
}

const isInstruction = ({ role }: WireMessage): boolean => role === "system" || role === "developer";

/** A plan before calls is what the assistant said. Every call needs its result, and every result its call. */
function messagesOf(given: readonly WireMessage[]): Message[] {
  const messages: Message[] = [];
  let open = new Map<string, string>();
  for (const wire of given) {
    if (wire.role === "tool") {
      const callId = wire.tool_call_id ?? "";
      const name = open.get(callId);
      if (name === undefined)
        throw new BadRequest(`invalid request: tool call id ${callId} not found in previous tool calls`);
      open.delete(callId);
      messages.push({ role: "tool", callId, name, text: textOf(wire.content) });
      continue;
    }
    refuseUnanswered(open);
    if (wire.role === "user") {
      messages.push({ role: "user", text: textOf(wire.content) });
    } else if (wire.role === "assistant") {
      const toolCalls = (wire.tool_calls ?? []).map(({ id = "", function: called }) => ({
        id,
        name: called?.name ?? "",
        arguments: called?.arguments ?? "",
      }));
      open = new Map(toolCalls.map(({ id, name }) => [id, name]));
      messages.push({ role: "assistant", text: (wire.tool_plan ?? "") + textOf(wire.content), toolCalls });
    }
  }
  refuseUnanswered(open);
  return messages;
}

function refuseUnanswered(open: ReadonlyMap<string, string>): void {
  if (open.size === 0) return;
  throw new BadRequest(
    `invalid request: all tool calls must be answered, missing results for: ${[...open.keys()].join(", ")}`,
  );
}

/** Tool results may be documents, whose data is an object or the text of one. */
const textOf = (given: z.output<typeof content> | null | undefined): string =>
  typeof given === "string"
    ? given
    : (given ?? [])
        .filter(({ type }) => type !== "thinking")
        .map(({ type = "content", text, document }) => text ?? (document ? dataOf(document.data) : `[${type}]`))
        .join("\n");

const dataOf = (data: unknown): string => (typeof data === "string" ? data : JSON.stringify(data ?? {}));
