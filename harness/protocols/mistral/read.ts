import { z } from "zod";
import type { ModelTurn, StopReason, ToolCall, Usage } from "../../domain/conversation.ts";

const usage = z.looseObject({
  prompt_tokens: z.number().default(0),
  completion_tokens: z.number().default(0),
  prompt_tokens_details: z.looseObject({ cached_tokens: z.number().nullish() }).nullish(),
});
const content = z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]);
const toolCall = z.looseObject({
  id: z.string().nullish(),
  index: z.number().nullish(),
  function: z.looseObject({ name: z.string().nullish(), arguments: z.unknown() }),
});
const said = z.looseObject({ content: content.nullish(), tool_calls: z.array(toolCall).nullish() });
const whole = z.looseObject({
  id: z.string().nullish(),
  choices: z.array(z.looseObject({ message: said, finish_reason: z.string().nullish() })),
  usage: usage.nullish(),
});
const chunk = z.looseObject({
  id: z.string().nullish(),
  choices: z.array(z.looseObject({ index: z.number().default(0), delta: said, finish_reason: z.string().nullish() })),
  usage: usage.nullish(),
});
interface About {
  readonly id?: string | null | undefined;
  readonly usage?: z.output<typeof usage> | null | undefined;
}
type WireToolCall = z.output<typeof toolCall>;

export function readCompletion(value: unknown): ModelTurn | undefined {
  const parsed = whole.safeParse(value);
  const choice = parsed.data?.choices[0];
  if (!choice) return undefined;
  const { message, finish_reason: finish } = choice;
  const calls = (message.tool_calls ?? []).map((call, at) => started(call, at));
  return turnOf(textOf(message.content), calls, finish ?? "stop", { id: parsed.data?.id, usage: parsed.data?.usage });
}

/** Undefined if no chunk has a reason to stop: the stream was cut. */
export function readChunks(events: readonly { readonly data: unknown }[]): ModelTurn | undefined {
  let text = "";
  let finish: string | undefined;
  let about: About = {};
  const calls = new Map<number, ToolCall>();
  for (const { data } of events) {
    const parsed = chunk.safeParse(data);
    if (!parsed.success) return undefined;
    about = { id: parsed.data.id ?? about.id, usage: parsed.data.usage ?? about.usage };
    const choice = parsed.data.choices.find(({ index }) => index === 0);
    if (!choice) continue;
    text += textOf(choice.delta.content);
    for (const [at, part] of (choice.delta.tool_calls ?? []).entries()) {
      const index = part.index ?? at;
      const known = calls.get(index);
      calls.set(index, known ? { ...known, arguments: known.arguments + argumentsOf(part) } : started(part, index));
    }
    finish = choice.finish_reason ?? finish;
  }
  const inOrder = [...calls].toSorted(([a], [b]) => a - b).map(([, call]) => call);
  return finish === undefined ? undefined : turnOf(text, inOrder, finish, about);
}

const started = (part: WireToolCall, index: number): ToolCall => ({
  id: part.id ?? `call${String(index).padStart(5, "0")}`,
  name: part.function.name ?? "",
  arguments: argumentsOf(part),
});

/** The client's types allow an object too. */
const argumentsOf = ({ function: { arguments: given } }: WireToolCall): string =>
  typeof given === "string" ? given : given === undefined || given === null ? "" : JSON.stringify(given);

const textOf = (given: z.output<typeof content> | null | undefined): string =>
  typeof given === "string" ? given : (given ?? []).map(({ text }) => text ?? "").join("");

/** `error` is the service's word for a generation that failed: no answer, but that is told to nobody in another way. */
function turnOf(
  text: string,
  toolCalls: readonly ToolCall[],
  finish: string,
  { id, usage: spent }: About,
): ModelTurn | undefined {
  if (finish === "error") return undefined;
  return {
    text,
    toolCalls,
    stopReason: stopReasons[finish] ?? "stop",
    ...(spent ? { usage: usageFrom(spent) } : {}),
    ...(typeof id === "string" ? { responseId: id } : {}),
  };
}

const stopReasons: Readonly<Record<string, StopReason>> = {
  stop: "stop",
  length: "length",
  model_length: "context-window",
  tool_calls: "tool-calls",
};

function usageFrom(spent: z.output<typeof usage>): Usage {
  const cached = spent.prompt_tokens_details?.cached_tokens;
  return {
    inputTokens: spent.prompt_tokens,
    outputTokens: spent.completion_tokens,
    ...(typeof cached === "number" ? { cacheReadTokens: cached } : {}),
  };
}
