import { z } from "zod";
import type { ModelTurn, StopReason, Usage } from "../../../domain/conversation.ts";
import { isObject } from "../../shared/json-body.ts";
import { counts } from "../counts.ts";

const part = z.looseObject({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() });
const item = z.looseObject({
  type: z.string(),
  content: z.array(part).nullish(),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
});
const response = z.looseObject({
  id: z.string().optional(),
  object: z.literal("response"),
  status: z.string(),
  incomplete_details: z.looseObject({ reason: z.string() }).nullish(),
  output: z.array(item),
  usage: z
    .looseObject({
      input_tokens: z.number(),
      output_tokens: z.number(),
      input_tokens_details: z
        .looseObject({ cached_tokens: z.number().nullish(), cache_write_tokens: z.number().nullish() })
        .nullish(),
      output_tokens_details: z.looseObject({ reasoning_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
});

/** A response that is completed or incomplete; one that failed, still runs or has no output holds no answer. */
export function readResponse(value: unknown): ModelTurn | undefined {
  const parsed = response.safeParse(value);
  if (!parsed.success) return undefined;
  const { id, status, incomplete_details, output, usage } = parsed.data;
  if ((status !== "completed" && status !== "incomplete") || output.length === 0) return undefined;
  const parts = output.flatMap((given) => (given.type === "message" ? (given.content ?? []) : []));
  const refusals = parts.filter(({ type }) => type === "refusal");
  const texts = parts.filter(({ type }) => type === "output_text");
  const toolCalls = output.flatMap(({ type, call_id, name, arguments: text }) =>
    type === "function_call" && call_id !== undefined && name !== undefined
      ? [{ id: call_id, name, arguments: text ?? "" }]
      : [],
  );
  const refused = refusals.length > 0;
  const complete: StopReason = refused ? "refusal" : toolCalls.length > 0 ? "tool-calls" : "stop";
  const cut: StopReason = incomplete_details?.reason === "content_filter" ? "content-filter" : "length";
  return {
    text: refused
      ? refusals.map(({ refusal }) => refusal ?? "").join("")
      : texts.map(({ text }) => text ?? "").join(""),
    toolCalls,
    stopReason: status === "completed" ? complete : cut,
    ...(usage ? { usage: usageFrom(usage) } : {}),
    ...(id ? { responseId: id } : {}),
  };
}

const usageFrom = (spent: NonNullable<z.output<typeof response>["usage"]>): Usage => ({
  inputTokens: spent.input_tokens,
  outputTokens: spent.output_tokens,
  ...counts({
    cacheReadTokens: spent.input_tokens_details?.cached_tokens,
    cacheWriteTokens: spent.input_tokens_details?.cache_write_tokens,
    reasoningTokens: spent.output_tokens_details?.reasoning_tokens,
  }),
});

/** The terminal event holds the whole response; servers that leave its output out have sent the items before it. */
export function readEvents(events: readonly { readonly data: unknown }[]): ModelTurn | undefined {
  const done: unknown[] = [];
  for (const { data } of events) {
    if (!isObject(data)) continue;
    if (data.type === "response.output_item.done") done.push(data.item);
    if (data.type !== "response.completed" && data.type !== "response.incomplete") continue;
    const ended = data.response;
    if (isObject(ended)) return readResponse({ ...ended, output: ended.output ?? done });
  }
  return undefined;
}
