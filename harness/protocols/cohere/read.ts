import { z } from "zod";
import type { ModelTurn, StopReason, ToolCall, Usage } from "../../domain/conversation.ts";

const usage = z.looseObject({
  tokens: z.looseObject({ input_tokens: z.number().nullish(), output_tokens: z.number().nullish() }).nullish(),
  billed_units: z.looseObject({ input_tokens: z.number().nullish(), output_tokens: z.number().nullish() }).nullish(),
  cached_tokens: z.number().nullish(),
});
const called = z.looseObject({
  id: z.string().nullish(),
  function: z.looseObject({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});
const block = z.looseObject({ type: z.string().nullish(), text: z.string().nullish() });
const whole = z.looseObject({
  id: z.string().nullish(),
  message: z.looseObject({
    content: z.array(block).nullish(),
    tool_plan: z.string().nullish(),
    tool_calls: z.array(called).nullish(),
  }),
  finish_reason: z.string(),
  usage: usage.nullish(),
});
const event = z.looseObject({
  id: z.string().nullish(),
  type: z.string(),
  index: z.number().nullish(),
  delta: z
    .looseObject({
      finish_reason: z.string().nullish(),
      usage: usage.nullish(),
      message: z
        .looseObject({
          content: z.unknown().optional(),
          tool_plan: z.string().nullish(),
          tool_calls: z.unknown().optional(),
        })
        .nullish(),
    })
    .nullish(),
});

interface About {
  readonly id?: string | null | undefined;
  readonly usage?: z.output<typeof usage> | null | undefined;
}

export function readResponse(value: unknown): ModelTurn | undefined {
  const parsed = whole.safeParse(value).data;
  if (!parsed) return undefined;
  const { content, tool_plan: plan, tool_calls: calls } = parsed.message;
  const text = (plan ?? "") + (content ?? []).map((given) => given.text ?? "").join("");
  const toolCalls = (calls ?? []).map((call, at) => started(call, at));
  return turnOf(text, toolCalls, parsed.finish_reason, parsed);
}

/** Undefined if no event says why it ended: the stream was cut. */
export function readEvents(events: readonly { readonly data: unknown }[]): ModelTurn | undefined {
  let text = "";
  let finish: string | undefined;
  let about: About = {};
  const calls = new Map<number, ToolCall>();
  for (const { data } of events) {
    const parsed = event.safeParse(data).data;
    if (!parsed) continue;
    const { type, index, delta } = parsed;
    text += (delta?.message?.tool_plan ?? "") + (block.safeParse(delta?.message?.content).data?.text ?? "");
    const call = called.safeParse(delta?.message?.tool_calls).data;
    if (call && type.startsWith("tool-call-")) {
      const known = calls.get(index ?? 0);
      const more = call.function?.arguments ?? "";
      calls.set(index ?? 0, known ? { ...known, arguments: known.arguments + more } : started(call, index ?? 0));
    }
    finish = delta?.finish_reason ?? finish;
    about = { id: parsed.id ?? about.id, usage: delta?.usage ?? about.usage };
  }
  const inOrder = [...calls].toSorted(([a], [b]) => a - b).map(([, call]) => call);
  return finish === undefined ? undefined : turnOf(text, inOrder, finish, about);
}

const started = (call: z.output<typeof called>, index: number): ToolCall => ({
  id: call.id ?? `call_${index}`,
  name: call.function?.name ?? "",
  arguments: call.function?.arguments ?? "",
});

/** `ERROR` and `TIMEOUT` are failures that come as the end of a success. */
function turnOf(
  text: string,
  toolCalls: readonly ToolCall[],
  finish: string,
  { id, usage: spent }: About,
): ModelTurn | undefined {
  if (finish === "ERROR" || finish === "TIMEOUT") return undefined;
  const counted = spent ? usageFrom(spent) : undefined;
  return {
    text,
    toolCalls,
    stopReason: stopReasons[finish] ?? "stop",
    ...(counted ? { usage: counted } : {}),
    ...(typeof id === "string" ? { responseId: id } : {}),
  };
}

const stopReasons: Readonly<Record<string, StopReason>> = {
  COMPLETE: "stop",
  STOP_SEQUENCE: "stop",
  MAX_TOKENS: "length",
  TOOL_CALL: "tool-calls",
};

function usageFrom({ tokens, billed_units: billed, cached_tokens: cached }: z.output<typeof usage>): Usage {
  return {
    inputTokens: tokens?.input_tokens ?? billed?.input_tokens ?? 0,
    outputTokens: tokens?.output_tokens ?? billed?.output_tokens ?? 0,
    ...(cached ? { cacheReadTokens: cached } : {}),
  };
}
