import type { Conversation, ToolCall, Usage } from "../domain/conversation.ts";

/** An estimate, four characters to a token: no tokenizer, so that a turn costs next to nothing. */
export const estimateTokens = (characters: number): number => Math.ceil(characters / 4);

const lengthOf = (calls: readonly ToolCall[]): number =>
  calls.reduce((sum, call) => sum + call.name.length + call.arguments.length, 0);

/** Estimated tokens of a request and of the turn that answers it. */
export function estimateUsage(conversation: Conversation, text: string, toolCalls: readonly ToolCall[]): Usage {
  let input =
    conversation.system.length + (conversation.tools.length === 0 ? 0 : JSON.stringify(conversation.tools).length);
  for (const message of conversation.messages) {
    input += message.text.length + (message.role === "assistant" ? lengthOf(message.toolCalls) : 0);
  }
  return { inputTokens: estimateTokens(input), outputTokens: estimateTokens(text.length + lengthOf(toolCalls)) };
}
