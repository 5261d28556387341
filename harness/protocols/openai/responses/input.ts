import { z } from "zod";
import type { Message, ToolCall } from "../../../domain/conversation.ts";
import { BadRequest } from "../../../domain/protocol.ts";
import { content, textOf } from "../content.ts";

/** A message (with or without its type), a call, an answer to a call, or something that holds no conversation. */
export const inputItem = z.looseObject({
  type: z.string().optional(),
  role: z.enum(["system", "assistant", "user", "developer"]).optional(),
  content: content.nullish(),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
  input: z.string().optional(),
  output: content.nullish(),
});
export type InputItem = z.output<typeof inputItem>;
type Assistant = { role: "assistant"; text: string; toolCalls: ToolCall[] };

/**
 * Items in canonical order. Calls join the assistant message before them, as they came from one turn. Reasoning items and
 * references hold nothing that can be read here. `trusting`: earlier calls may be stored at the provider.
 * @throws {BadRequest} for a call without an answer, or an answer without a call.
 */
export function readInput(items: readonly InputItem[], trusting: boolean): Message[] {
  const messages: Message[] = [];
  const names = new Map<string, string>();
  const open = new Set<string>();
  const referring = trusting || items.some(({ type }) => type === "item_reference");
  let turn: Assistant | undefined;
  for (const [index, item] of items.entries()) {
    const kind = item.type ?? "message";
    if (kind === "function_call" || kind === "custom_tool_call") {
      const call = callOf(item, index);
      turn ??= assistant("");
      if (!messages.includes(turn)) messages.push(turn);
      turn.toolCalls.push(call);
      names.set(call.id, call.name);
      open.add(call.id);
    } else if (kind === "function_call_output" || kind === "custom_tool_call_output") {
      const callId = required(item.call_id, `input[${index}].call_id`);
      const name = names.get(callId);
      if (name === undefined && !referring) {
        throw new BadRequest(`No tool call found for function call output with call_id ${callId}.`);
      }
      open.delete(callId);
      turn = undefined;
      messages.push({ role: "tool", callId, ...(name === undefined ? {} : { name }), text: textOf(item.output) });
    } else if (kind === "message") {
      const role = required(item.role, `input[${index}].role`);
      turn = role === "assistant" ? assistant(textOf(item.content)) : undefined;
      messages.push(turn ?? { role: "user", text: textOf(item.content) });
    }
  }
  const [unanswered] = open;
  if (unanswered !== undefined) throw new BadRequest(`No tool output found for function call ${unanswered}.`);
  return messages;
}

const assistant = (text: string): Assistant => ({ role: "assistant", text, toolCalls: [] });

const callOf = (item: InputItem, index: number): ToolCall => ({
  id: required(item.call_id, `input[${index}].call_id`),
  name: required(item.name, `input[${index}].name`),
  arguments: item.arguments ?? item.input ?? "",
});

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new BadRequest(`Missing required parameter: '${name}'.`);
  return value;
}
