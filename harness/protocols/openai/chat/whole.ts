import type { Conversation, ModelTurn, StopReason, ToolCall, Usage } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import { usageOf } from "../../shared/usage.ts";
import { tierShown } from "../tier.ts";

/** A refusal ends normally; the `refusal` member tells. */
export const finishReasons: Readonly<Record<StopReason, string>> = {
  stop: "stop",
  length: "length",
  "tool-calls": "tool_calls",
  "content-filter": "content_filter",
  refusal: "stop",
  guardrail: "content_filter",
  "context-window": "length",
  malformed: "stop",
};

/** `chat.completion` */
export function completion(turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown {
  const refused = turn.stopReason === "refusal";
  return {
    ...commonOfCompletion(conversation, turn.responseId ?? context.id("chatcmpl-"), context),
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: refused || (turn.text === "" && turn.toolCalls.length > 0) ? null : turn.text,
          ...(turn.toolCalls.length === 0 ? {} : { tool_calls: turn.toolCalls.map(wireToolCall) }),
          refusal: refused ? turn.text : null,
          annotations: [],
        },
        logprobs: null,
        finish_reason: finishReasons[turn.stopReason],
      },
    ],
    ...(turn.withoutUsage ? {} : { usage: wireUsage(usageOf(turn, conversation)) }),
  };
}

export const commonOfCompletion = (
  { model, tier }: Pick<Conversation, "model" | "tier">,
  id: string,
  context: EncodeContext,
): Readonly<Record<string, unknown>> => ({
  id,
  object: "chat.completion",
  created: context.nowSeconds,
  model,
  service_tier: tierShown(tier),
  system_fingerprint: "fp_brownout",
});

const wireToolCall = (call: ToolCall): unknown => ({
  id: call.id,
  type: "function",
  function: { name: call.name, arguments: call.arguments },
});

/** Cached tokens are part of the prompt's, reasoning tokens of the completion's. This endpoint does not tell what was written to the cache. */
export const wireUsage = ({ inputTokens, outputTokens, cacheReadTokens, reasoningTokens }: Usage): unknown => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
  prompt_tokens_details: { cached_tokens: cacheReadTokens ?? 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: reasoningTokens ?? 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});
