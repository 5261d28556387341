import type { Conversation, ModelTurn, StopReason, Usage } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import { completeMembers } from "../shared/complete-members.ts";
import { usageOf } from "../shared/usage.ts";

/** There is no stop reason for a content filter: what the provider's own classifiers stop is a refusal. */
const stopReasons: Readonly<Record<StopReason, string>> = {
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
export const message = (turn: ModelTurn, conversation: Conversation, context: EncodeContext): object => ({
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
  ...ending(turn),
  ...(turn.withoutUsage ? {} : { usage: usage(usageOf(turn, conversation), context) }),
});

/** Why it ended. A refusal has details beside its reason, though they may name no category. */
export function ending({ stopReason }: ModelTurn): { readonly stop_reason: string; readonly stop_details: unknown } {
  const stop_reason = stopReasons[stopReason];
  const stop_details = stop_reason === "refusal" ? { type: "refusal", category: null, explanation: null } : null;
  return { stop_reason, stop_details };
}

/** The message of `message_start`: the input is counted, the output has only begun. */
export const begunMessage = (turn: ModelTurn, conversation: Conversation, context: EncodeContext): object => ({
  id: turn.responseId ?? context.id("msg_"),
  type: "message",
  role: "assistant",
  model: conversation.model,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
  ...(turn.withoutUsage ? {} : { usage: usage({ ...usageOf(turn, conversation), outputTokens: 1 }, context) }),
});

/** Without a quota that keeps capacity for the priority tier, the organization has none. */
const usage = (spent: Usage, { quota }: EncodeContext): unknown => ({
  ...inputCounts(spent),
  cache_creation: { ephemeral_5m_input_tokens: spent.cacheWriteTokens ?? 0, ephemeral_1h_input_tokens: 0 },
  output_tokens: spent.outputTokens,
  service_tier: quota?.priority ? "priority" : "standard",
});

/** `input_tokens` is only what is after the last cache mark: the cached parts of the prompt are counted beside it. */
export function inputCounts({ inputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 }: Usage): object {
  return {
    input_tokens: Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens),
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cacheReadTokens,
  };
}
