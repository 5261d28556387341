import type { Conversation, ModelTurn, StopReason, Usage } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import { usageOf } from "../shared/usage.ts";

export const finishReasons: Readonly<Record<StopReason, string>> = {
  stop: "COMPLETE",
  length: "MAX_TOKENS",
  "tool-calls": "TOOL_CALL",
  "content-filter": "COMPLETE",
  refusal: "COMPLETE",
  guardrail: "COMPLETE",
  "context-window": "MAX_TOKENS",
  malformed: "ERROR",
};

/** Ids are UUIDs on this wire; the context gives one of letters and digits, which is laid out as one. */
export function uuidOf(context: EncodeContext): string {
  const digits = context
    .id("")
    .replace(/[^0-9a-f]/g, "")
    .padStart(32, "0")
    .slice(-32);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join("-");
}

/** `POST /v2/chat`. What is said before calls is their plan. */
export function chatResponse(turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown {
  const calls = turn.toolCalls.length > 0;
  return {
    id: turn.responseId ?? uuidOf(context),
    message: {
      role: "assistant",
      ...(calls
        ? {
            ...(turn.text === "" ? {} : { tool_plan: turn.text }),
            tool_calls: turn.toolCalls.map(({ id, name, arguments: text }) => ({
              id,
              type: "function",
              function: { name, arguments: text },
            })),
          }
        : { content: [{ type: "text", text: turn.text }] }),
    },
    finish_reason: finishReasons[turn.stopReason],
    ...(turn.withoutUsage ? {} : { usage: wireUsage(usageOf(turn, conversation)) }),
  };
}

export const wireUsage = ({ inputTokens, outputTokens, cacheReadTokens = 0 }: Usage): unknown => ({
  billed_units: { input_tokens: inputTokens, output_tokens: outputTokens },
  tokens: { input_tokens: inputTokens, output_tokens: outputTokens },
  cached_tokens: cacheReadTokens,
});
