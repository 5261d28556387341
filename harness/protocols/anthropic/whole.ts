import type { Conversation, ModelTurn, StopReason } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import { completeMembers } from "../shared/complete-members.ts";
import { usageOf } from "../shared/usage.ts";

/** There is no stop reason for a content filter: what the provider's own classifiers stop is a refusal. */
export const stopReasons: Readonly<Record<StopReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  "tool-calls": "tool_use",
  "content-filter": "refusal",
  refusal: "refusal",
  guardrail: "refusal",
  "context-window": "model_context_window_exceeded",
  malformed: "end_turn",
};

/** The unstreamed answer. An answer of nothing has no blocks. */
export const message = (turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown => ({
  ...begunMessage(turn, conversation, context),
  content: [
    ...(turn.text === "" ? [] : [{ type: "text", text: turn.text }]),
    ...turn.toolCalls.map(({ id, name, arguments: text }) => ({
      type: "tool_use",
      id,
      name,
      input: completeMembers(text),
    })),
  ],
  stop_reason: stopReasons[turn.stopReason],
  usage: usage(usageOf(turn, conversation)),
});

/** The message of `message_start`: the input is counted, the output has only begun. */
export const begunMessage = (turn: ModelTurn, conversation: Conversation, context: EncodeContext): object => ({
  id: context.id("msg_"),
  type: "message",
  role: "assistant",
  model: conversation.model,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: usage({ ...usageOf(turn, conversation), outputTokens: 1 }),
});

const usage = ({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }): unknown => ({
  input_tokens: inputTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  output_tokens: outputTokens,
  service_tier: "standard",
});
