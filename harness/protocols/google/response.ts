import type { Conversation, ModelTurn, StopReason, ToolCall, Usage } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import { isObject } from "../shared/json-body.ts";
import { usageOf } from "../shared/usage.ts";

const finishReasons: Readonly<Record<StopReason, string>> = {
  stop: "STOP",
  length: "MAX_TOKENS",
  "tool-calls": "STOP",
  "content-filter": "SAFETY",
  refusal: "STOP",
  guardrail: "PROHIBITED_CONTENT",
  "context-window": "MAX_TOKENS",
  malformed: "MALFORMED_FUNCTION_CALL",
};

export interface Finish {
  readonly finishReason: string;
  readonly finishMessage?: string;
}

/**
 * Arguments are objects on this wire. A call that the model wrote badly never reaches the client: the service drops it and says
 * MALFORMED_FUNCTION_CALL, unless the answer ended for another reason anyway.
 */
export function outcomeOf(turn: ModelTurn): { calls: readonly unknown[]; finish: Finish } {
  const calls = turn.toolCalls.map((call) => ({ call, args: argumentsOf(call) }));
  const good = calls.flatMap(({ call: { id, name }, args }) => (args ? [{ functionCall: { id, name, args } }] : []));
  const bad = calls.find(({ args }) => args === undefined)?.call;
  const malformed = turn.stopReason === "malformed" || (bad !== undefined && turn.stopReason === "tool-calls");
  if (!malformed) return { calls: good, finish: { finishReason: finishReasons[turn.stopReason] } };
  const written = bad ? `${bad.name}(${bad.arguments})` : "the call could not be parsed";
  return {
    calls: good,
    finish: { finishReason: finishReasons.malformed, finishMessage: `Malformed function call: ${written}` },
  };
}

function argumentsOf({ arguments: text }: ToolCall): unknown {
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What every response and every chunk of a stream ends with. */
export function closing(turn: ModelTurn, conversation: Conversation, context: EncodeContext): Record<string, unknown> {
  return {
    ...(turn.withoutUsage ? {} : { usageMetadata: usageMetadata(usageOf(turn, conversation)) }),
    modelVersion: conversation.model,
    responseId: turn.responseId ?? context.id("brn"),
  };
}

/** Thoughts are counted apart from the answer; the cached part is in the prompt's count. */
function usageMetadata(usage: Usage): Record<string, unknown> {
  const { inputTokens, outputTokens, cacheReadTokens, reasoningTokens = 0 } = usage;
  return {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens - reasoningTokens,
    totalTokenCount: inputTokens + outputTokens,
    ...(cacheReadTokens === undefined
      ? {}
      : {
          cachedContentTokenCount: cacheReadTokens,
          cacheTokensDetails: [{ modality: "TEXT", tokenCount: cacheReadTokens }],
        }),
    promptTokensDetails: [{ modality: "TEXT", tokenCount: inputTokens }],
    ...(reasoningTokens === 0 ? {} : { thoughtsTokenCount: reasoningTokens }),
  };
}

/** A candidate without anything to show has `content` without parts. */
export function wholeResponse(turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown {
  const { calls, finish } = outcomeOf(turn);
  const parts = [...(turn.text === "" ? [] : [{ text: turn.text }]), ...calls];
  const shown = parts.length > 0 || turn.stopReason !== "stop" ? parts : [{ text: "" }];
  return {
    candidates: [{ content: { ...(shown.length > 0 ? { parts: shown } : {}), role: "model" }, ...finish, index: 0 }],
    ...closing(turn, conversation, context),
  };
}
