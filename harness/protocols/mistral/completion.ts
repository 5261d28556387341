import { hash } from "node:crypto";
import type { Conversation, ModelTurn, StopReason, ToolCall, Usage } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import { usageOf } from "../shared/usage.ts";
import { nineCharacters } from "./request.ts";

export const finishReasons: Readonly<Record<StopReason, string>> = {
  stop: "stop",
  length: "length",
  "tool-calls": "tool_calls",
  "content-filter": "stop",
  refusal: "stop",
  guardrail: "stop",
  "context-window": "model_length",
  malformed: "error",
};

/** 32 hexadecimal digits, like every id of this service. */
export const freshId = (context: EncodeContext): string => hash("md5", context.id("cmpl"), "hex");

/** The service refuses ids of other lengths in the next request, so it never gives any. The same id always becomes the same. */
const callIdOf = (id: string): string => (nineCharacters.test(id) ? id : hash("sha1", id, "hex").slice(0, 9));

/** `chat.completion` */
export function completion(turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown {
  return {
    id: turn.responseId ?? freshId(context),
    created: context.nowSeconds,
    model: conversation.model,
    ...(turn.withoutUsage ? {} : { usage: wireUsage(usageOf(turn, conversation)) }),
    object: "chat.completion",
    choices: [
      {
        index: 0,
        finish_reason: finishReasons[turn.stopReason],
        message: {
          role: "assistant",
          tool_calls: turn.toolCalls.length === 0 ? null : turn.toolCalls.map(wireToolCall),
          content: turn.text,
        },
      },
    ],
  };
}

export const wireToolCall = (call: ToolCall, index: number): unknown => ({
  id: callIdOf(call.id),
  function: { name: call.name, arguments: call.arguments },
  index,
});

export const wireUsage = ({ inputTokens, outputTokens, cacheReadTokens }: Usage): unknown => ({
  prompt_tokens: inputTokens,
  total_tokens: inputTokens + outputTokens,
  completion_tokens: outputTokens,
  ...(cacheReadTokens === undefined ? {} : { prompt_tokens_details: { cached_tokens: cacheReadTokens } }),
});
