import { createRequire } from "node:module";
import type * as Encoding from "gpt-tokenizer/encoding/o200k_base";
import type { Conversation, ModelTurn } from "../../domain/conversation.ts";

/**
 * Loaded at the first use, since its tables take a quarter of a second; by `require`, since a wait for files in the middle
 * of a trial would let a virtual clock run on.
 */
const load = createRequire(import.meta.url);
let encoding: typeof Encoding | undefined;

/** Conversations repeat their texts with every call. */
const known = new Map<string, number>();
const mostKnown = 1000;

/** Tokens of a text in o200k_base: a good estimate for other models. Special tokens count as the text they are written with. */
function countTokens(text: string): number {
  const before = known.get(text);
  if (before !== undefined) return before;
  encoding ??= load("gpt-tokenizer/encoding/o200k_base") as typeof Encoding;
  const tokens = text === "" ? 0 : encoding.countTokens(text, { disallowedSpecial: new Set() });
  if (known.size >= mostKnown) known.clear();
  known.set(text, tokens);
  return tokens;
}

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);

/** Tokens of a request: instructions, messages, tool calls, tool results and the tools offered. */
export const inputTokensOf = (conversation: Conversation): number =>
  countTokens(conversation.system) +
  sum(
    conversation.messages.map((message) =>
      message.role === "assistant"
        ? countTokens(message.text) + toolTokens(message.toolCalls)
        : countTokens(message.text),
    ),
  ) +
  sum(
    conversation.tools.map((tool) =>
      countTokens(`${tool.name} ${tool.description ?? ""} ${JSON.stringify(tool.parameters ?? {})}`),
    ),
  );

/** Tokens of an answer: its text and its tool calls. */
export const outputTokensOf = (turn: ModelTurn): number => countTokens(turn.text) + toolTokens(turn.toolCalls);

const toolTokens = (calls: ModelTurn["toolCalls"]): number =>
  sum(calls.map((call) => countTokens(call.name) + countTokens(call.arguments)));
