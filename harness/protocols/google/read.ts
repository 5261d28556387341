import { z } from "zod";
import type { ModelTurn, StopReason, ToolCall, Usage } from "../../domain/conversation.ts";
import { content, type Part, textOf } from "./parts.ts";

const usage = z.looseObject({
  promptTokenCount: z.number().nullish(),
  candidatesTokenCount: z.number().nullish(),
  thoughtsTokenCount: z.number().nullish(),
  cachedContentTokenCount: z.number().nullish(),
});
const response = z.looseObject({
  candidates: z.array(z.looseObject({ content: content.nullish(), finishReason: z.string().nullish() })).nullish(),
  usageMetadata: usage.nullish(),
  responseId: z.string().nullish(),
});

/** One response, or all the chunks of a stream. Undefined if nothing says why it ended: it was cut, or blocked before it began. */
export function readResponses(values: readonly unknown[]): ModelTurn | undefined {
  const parts: Part[] = [];
  let finish: string | undefined;
  let spent: z.output<typeof usage> | undefined;
  let responseId: string | undefined;
  for (const value of values) {
    const parsed = response.safeParse(value);
    if (!parsed.success) return undefined;
    const [candidate] = parsed.data.candidates ?? [];
    parts.push(...(candidate?.content?.parts ?? []));
    finish = candidate?.finishReason ?? finish;
    spent = parsed.data.usageMetadata ?? spent;
    responseId = parsed.data.responseId ?? responseId;
  }
  if (finish === undefined) return undefined;
  const toolCalls = parts.flatMap(callOf);
  return {
    text: textOf(parts),
    toolCalls,
    stopReason: stopReasonOf(finish, toolCalls.length > 0),
    ...(spent ? { usage: usageFrom(spent) } : {}),
    ...(responseId === undefined ? {} : { responseId }),
  };
}

/** Older models give calls no id. */
const callOf = ({ functionCall: call }: Part, at: number): ToolCall[] =>
  call ? [{ id: call.id ?? `call_${at}`, name: call.name, arguments: JSON.stringify(call.args ?? {}) }] : [];

function stopReasonOf(finish: string, calls: boolean): StopReason {
  if (finish === "STOP") return calls ? "tool-calls" : "stop";
  return stopReasons[finish] ?? "stop";
}

const stopReasons: Readonly<Record<string, StopReason>> = {
  MAX_TOKENS: "length",
  SAFETY: "content-filter",
  RECITATION: "content-filter",
  BLOCKLIST: "content-filter",
  PROHIBITED_CONTENT: "content-filter",
  SPII: "content-filter",
  IMAGE_SAFETY: "content-filter",
  MALFORMED_FUNCTION_CALL: "malformed",
  UNEXPECTED_TOOL_CALL: "malformed",
  MALFORMED_RESPONSE: "malformed",
};

/** Thoughts are output that is counted apart. */
function usageFrom(spent: z.output<typeof usage>): Usage {
  const thoughts = spent.thoughtsTokenCount ?? 0;
  return {
    inputTokens: spent.promptTokenCount ?? 0,
    outputTokens: (spent.candidatesTokenCount ?? 0) + thoughts,
    ...(typeof spent.cachedContentTokenCount === "number" ? { cacheReadTokens: spent.cachedContentTokenCount } : {}),
    ...(thoughts > 0 ? { reasoningTokens: thoughts } : {}),
  };
}
