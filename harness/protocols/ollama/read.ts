import { z } from "zod";
import type { ModelTurn, ToolCall } from "../../domain/conversation.ts";

const toolCall = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({ name: z.string(), arguments: z.unknown().optional() }),
});
const line = z.looseObject({
  message: z.looseObject({ content: z.string().nullish(), tool_calls: z.array(toolCall).nullish() }).optional(),
  response: z.string().optional(),
  done: z.boolean(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.number().nullish(),
  eval_count: z.number().nullish(),
});

/** One object, or all lines of a stream. Undefined if none of them is `done`: it was cut. */
export function readLines(values: readonly unknown[]): ModelTurn | undefined {
  let text = "";
  const toolCalls: ToolCall[] = [];
  for (const value of values) {
    const parsed = line.safeParse(value).data;
    if (!parsed || (parsed.message === undefined && parsed.response === undefined)) return undefined;
    text += parsed.message?.content ?? parsed.response ?? "";
    for (const { id, function: called } of parsed.message?.tool_calls ?? []) {
      const args = JSON.stringify(called.arguments ?? {});
      toolCalls.push({ id: id ?? `call_${toolCalls.length}`, name: called.name, arguments: args });
    }
    if (parsed.done) {
      const { done_reason: reason, prompt_eval_count: read, eval_count: written } = parsed;
      // The model was only loaded or unloaded: nobody was asked anything.
      if (reason === "load" || reason === "unload") return undefined;
      const counted = typeof read === "number" || typeof written === "number";
      return {
        text,
        toolCalls,
        stopReason: reason === "length" ? "length" : toolCalls.length > 0 ? "tool-calls" : "stop",
        ...(counted ? { usage: { inputTokens: read ?? 0, outputTokens: written ?? 0 } } : {}),
      };
    }
  }
  return undefined;
}
