import { z } from "zod";
import type { CallDraft } from "../../../domain/call.ts";
import type { Message, ToolCall, ToolSpec } from "../../../domain/conversation.ts";
import { BadRequest } from "../../../domain/protocol.ts";
import { toolSpec } from "../../shared/function-tools.ts";
import { accept } from "../complaints.ts";
import { content, textOf } from "../content.ts";

const toolCall = z.object({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: z.string() }).optional(),
  custom: z.object({ name: z.string(), input: z.string() }).optional(),
});
const message = z.object({
  role: z.enum(["system", "assistant", "user", "tool", "developer"]),
  content: content.nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().optional(),
});
const tool = z.object({
  function: z
    .object({ name: z.string(), description: z.string().nullish(), parameters: z.unknown().optional() })
    .optional(),
  custom: z.object({ name: z.string(), description: z.string().nullish() }).optional(),
});
const body = z.object({
  model: z.string(),
  messages: z.array(message),
  tools: z.array(tool).nullish(),
  max_completion_tokens: z.int().nullish(),
  max_tokens: z.int().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  service_tier: z.string().nullish(),
});
type WireMessage = z.output<typeof message>;

/** @throws {BadRequest} in the provider's words. */
export function decodeChat(value: unknown): CallDraft {
  const request = accept(body, value);
  if (request.messages.length === 0) {
    throw new BadRequest(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    );
  }
  const stream = request.stream ?? false;
  if (request.stream_options && !stream) {
    throw new BadRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
  }
  const maxOutputTokens = request.max_completion_tokens ?? request.max_tokens;
  const conversation = {
    model: request.model,
    system: request.messages
      .filter(isInstruction)
      .map((given) => textOf(given.content))
      .join("\n\n"),
    messages: messagesOf(request.messages),
    tools: (request.tools ?? []).flatMap(specOf),
    ...(typeof maxOutputTokens === "number" ? { maxOutputTokens } : {}),
    stream,
    ...(request.service_tier ? { tier: request.service_tier } : {}),
    ...(request.stream_options?.include_usage ? { streamUsage: true } : {}),
  };
  return { operation: "chat", payload: { kind: "model", conversation }, stream };
}

const isInstruction = ({ role }: WireMessage): boolean => role === "system" || role === "developer";

/** Each tool message must answer a call of the assistant message before it, and each call must be answered. */
function messagesOf(given: readonly WireMessage[]): Message[] {
  const messages: Message[] = [];
  let open = new Map<string, string>();
  const refuseUnanswered = (): void => {
    if (open.size === 0) return;
    throw new BadRequest(
      `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. ` +
        `The following tool_call_ids did not have response messages: ${[...open.keys()].join(", ")}`,
    );
  };
  for (const [index, wire] of given.entries()) {
    if (wire.role === "tool") {
      const callId = wire.tool_call_id;
      if (callId === undefined) throw new BadRequest(`Missing required parameter: 'messages[${index}].tool_call_id'.`);
      const name = open.get(callId);
      if (name === undefined) {
        throw new BadRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
        );
      }
      open.delete(callId);
      messages.push({ role: "tool", callId, name, text: textOf(wire.content) });
      continue;
    }
    refuseUnanswered();
    if (wire.role === "user") {
      if (wire.content === undefined) throw new BadRequest(`Missing required parameter: 'messages[${index}].content'.`);
      messages.push({ role: "user", text: textOf(wire.content) });
    } else if (wire.role === "assistant") {
      const toolCalls = (wire.tool_calls ?? []).map(toolCallOf);
      open = new Map(toolCalls.map(({ id, name }) => [id, name]));
      messages.push({ role: "assistant", text: textOf(wire.content ?? wire.refusal), toolCalls });
    }
  }
  refuseUnanswered();
  return messages;
}

const toolCallOf = (call: z.output<typeof toolCall>): ToolCall => ({
  id: call.id,
  name: call.function?.name ?? call.custom?.name ?? "",
  arguments: call.function?.arguments ?? call.custom?.input ?? "",
});

function specOf(given: z.output<typeof tool>): ToolSpec[] {
  const spec = given.function ?? given.custom;
  return spec ? [toolSpec({ ...spec, parameters: given.function?.parameters })] : [];
}
