import { z } from "zod";
import type { ModelTurn, StopReason, ToolCall, Usage } from "../../../domain/conversation.ts";
import { counts } from "../counts.ts";

const usage = z.looseObject({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  prompt_tokens_details: z.looseObject({ cached_tokens: z.number().nullish() }).nullish(),
  completion_tokens_details: z.looseObject({ reasoning_tokens: z.number().nullish() }).nullish(),
});
const whole = z.looseObject({
  id: z.string().optional(),
  choices: z.array(
    z.looseObject({
      message: z.looseObject({
        content: z.string().nullish(),
        refusal: z.string().nullish(),
        tool_calls: z
          .array(
            z.looseObject({ id: z.string(), function: z.looseObject({ name: z.string(), arguments: z.string() }) }),
          )
          .nullish(),
      }),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: usage.nullish(),
});
const chunk = z.looseObject({
  id: z.string().nullish(),
  choices: z.array(
    z.looseObject({
      index: z.number().default(0),
      delta: z.looseObject({
        content: z.string().nullish(),
        refusal: z.string().nullish(),
        tool_calls: z
          .array(
            z.looseObject({
              index: z.number().default(0),
              id: z.string().nullish(),
              function: z.looseObject({ name: z.string().nullish(), arguments: z.string().nullish() }).optional(),
            }),
          )
          .nullish(),
      }),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: usage.nullish(),
});

/** The first choice of a completion: the canonical turn has one. */
export function readCompletion(value: unknown): ModelTurn | undefined {
  const parsed = whole.safeParse(value);
  const choice = parsed.data?.choices[0];
  if (!choice) return undefined;
  const { content, refusal, tool_calls } = choice.message;
  const toolCalls = (tool_calls ?? []).map(({ id, function: called }) => ({
    id,
    name: called.name,
    arguments: called.arguments,
  }));
  return turnOf(content, refusal, toolCalls, choice.finish_reason, parsed.data?.usage, parsed.data?.id);
}

/** Undefined if no chunk has a finish reason: the stream was cut. */
export function readChunks(events: readonly { readonly data: unknown }[]): ModelTurn | undefined {
  let content: string | undefined;
  let refusal: string | undefined;
  let finish: string | undefined;
  let id: string | undefined;
  let spent: z.output<typeof usage> | undefined;
  const calls = new Map<number, { id: string; name: string; arguments: string }>();
  for (const { data } of events) {
    const parsed = chunk.safeParse(data);
    if (!parsed.success) return undefined;
    spent = parsed.data.usage ?? spent;
    id ||= parsed.data.id ?? undefined;
    const choice = parsed.data.choices.find(({ index }) => index === 0);
    if (!choice) continue;
    const { delta } = choice;
    if (typeof delta.content === "string") content = (content ?? "") + delta.content;
    if (typeof delta.refusal === "string") refusal = (refusal ?? "") + delta.refusal;
    for (const part of delta.tool_calls ?? []) {
      const call = calls.get(part.index) ?? { id: "", name: "", arguments: "" };
      call.id ||= part.id ?? "";
      call.name ||= part.function?.name ?? "";
      call.arguments += part.function?.arguments ?? "";
      calls.set(part.index, call);
    }
    finish = choice.finish_reason ?? finish;
  }
  const toolCalls = [...calls].toSorted(([a], [b]) => a - b).map(([, call]) => call);
  return finish === undefined ? undefined : turnOf(content, refusal, toolCalls, finish, spent, id);
}

function turnOf(
  content: string | null | undefined,
  refusal: string | null | undefined,
  toolCalls: readonly ToolCall[],
  finish: string | null | undefined,
  spent: z.output<typeof usage> | null | undefined,
  id: string | undefined,
): ModelTurn {
  const refused = typeof refusal === "string";
  return {
    text: refused ? refusal : (content ?? ""),
    toolCalls,
    stopReason: refused ? "refusal" : (stopReasons[finish ?? ""] ?? "stop"),
    ...(spent ? { usage: usageFrom(spent) } : {}),
    ...(id ? { responseId: id } : {}),
  };
}

const stopReasons: Readonly<Record<string, StopReason>> = {
  stop: "stop",
  length: "length",
  tool_calls: "tool-calls",
  function_call: "tool-calls",
  content_filter: "content-filter",
};

const usageFrom = (spent: z.output<typeof usage>): Usage => ({
  inputTokens: spent.prompt_tokens,
  outputTokens: spent.completion_tokens,
  ...counts({
    cacheReadTokens: spent.prompt_tokens_details?.cached_tokens,
    reasoningTokens: spent.completion_tokens_details?.reasoning_tokens,
  }),
});
