import type { Conversation, ModelTurn, Usage } from "../../domain/conversation.ts";

/** Providers always say what a call cost. A brain that counted nothing is estimated at four characters a token. */
export function usageOf(turn: ModelTurn, conversation: Conversation): Usage {
  if (turn.usage) return turn.usage;
  const asked = [conversation.system, ...conversation.messages.map(({ text }) => text)];
  const said = [turn.text, ...turn.toolCalls.map((call) => call.name + call.arguments)];
  return { inputTokens: tokens(asked), outputTokens: tokens(said) };
}

const tokens = (texts: readonly string[]): number => Math.ceil(texts.join("").length / 4);
