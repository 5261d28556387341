import { z } from "zod";
import type { ModelTurn, StopReason, Usage } from "../../domain/conversation.ts";

const usage = z.looseObject({
  input_tokens: z.number().nullish(),
  cache_creation_input_tokens: z.number().nullish(),
  cache_read_input_tokens: z.number().nullish(),
  output_tokens: z.number(),
});
const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
});
const whole = z.looseObject({
  id: z.string().optional(),
  type: z.literal("message"),
  content: z.array(block),
  stop_reason: z.string().nullish(),
  usage: usage.optional(),
});
const event = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("message_start"),
    message: z.looseObject({ id: z.string().optional(), usage: usage.optional() }),
  }),
  z.looseObject({ type: z.literal("content_block_start"), index: z.number(), content_block: block }),
  z.looseObject({
    type: z.literal("content_block_delta"),
    index: z.number(),
    delta: z.looseObject({ text: z.string().optional(), partial_json: z.string().optional() }),
  }),
  z.looseObject({
    type: z.literal("message_delta"),
    delta: z.looseObject({ stop_reason: z.string().nullish() }),
    usage: usage.optional(),
  }),
]);
interface Written {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  text: string;
}

/** A message whose arguments are JSON text again; undefined if it says nothing at all. Thinking and the provider's own tools are left out. */
export function readMessage(value: unknown): ModelTurn | undefined {
  const parsed = whole.safeParse(value);
  if (!parsed.success) return undefined;
  const { id: responseId, content, stop_reason, usage: spent } = parsed.data;
  if (content.length === 0 && typeof stop_reason !== "string") return undefined;
  const blocks = content.map(({ type, id = "", name = "", text = "", input }) => ({
    type,
    id,
    name,
    text: type === "tool_use" ? JSON.stringify(input ?? {}) : text,
  }));
  return turnOf(blocks, stop_reason, spent && usageFrom(spent), responseId);
}

/** Undefined if no event has a stop reason: the stream was cut. A call without arguments has `{}`. */
export function readEvents(events: readonly { readonly data: unknown }[]): ModelTurn | undefined {
  const blocks = new Map<number, Written>();
  let stop: string | null | undefined;
  let spent: z.output<typeof usage> | undefined;
  let responseId: string | undefined;
  for (const { data } of events) {
    const parsed = event.safeParse(data);
    if (!parsed.success) continue;
    const given = parsed.data;
    if (given.type === "message_start") {
      spent = given.message.usage;
      responseId = given.message.id;
    } else if (given.type === "content_block_start") {
      const { type, id = "", name = "", text = "" } = given.content_block;
      blocks.set(given.index, { type, id, name, text });
    } else if (given.type === "content_block_delta") {
      const written = blocks.get(given.index);
      if (written) written.text += given.delta.text ?? given.delta.partial_json ?? "";
    } else {
      stop = given.delta.stop_reason;
      spent = given.usage ? { ...spent, ...present(given.usage), output_tokens: given.usage.output_tokens } : spent;
    }
  }
  if (typeof stop !== "string") return undefined;
  const inOrder = [...blocks].toSorted(([a], [b]) => a - b).map(([, written]) => written);
  return turnOf(inOrder, stop, spent && usageFrom(spent), responseId);
}

function turnOf(
  blocks: readonly Written[],
  stop: string | null | undefined,
  usage: Usage | undefined,
  responseId: string | undefined,
): ModelTurn {
  return {
    text: blocks.flatMap(({ type, text }) => (type === "text" ? [text] : [])).join(""),
    toolCalls: blocks.flatMap(({ type, id, name, text }) =>
      type === "tool_use" ? [{ id, name, arguments: text === "" ? "{}" : text }] : [],
    ),
    stopReason: stopReasons[stop ?? ""] ?? "stop",
    ...(usage ? { usage } : {}),
    ...(responseId ? { responseId } : {}),
  };
}

/** `pause_turn` and `stop_sequence` end like `end_turn`: nothing here could go on with a paused turn. */
const stopReasons: Readonly<Record<string, StopReason>> = {
  end_turn: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "context-window",
  tool_use: "tool-calls",
  refusal: "refusal",
};

/** Totals in `message_delta` replace those of `message_start` only where they are given. */
const present = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== null && member !== undefined),
  ) as Partial<T>;

/** Tokens read from or written to the cache are input too, counted apart on this wire. */
const usageFrom = (spent: z.output<typeof usage>): Usage => ({
  inputTokens:
    (spent.input_tokens ?? 0) + (spent.cache_creation_input_tokens ?? 0) + (spent.cache_read_input_tokens ?? 0),
  outputTokens: spent.output_tokens,
  ...(spent.cache_read_input_tokens ? { cacheReadTokens: spent.cache_read_input_tokens } : {}),
  ...(spent.cache_creation_input_tokens ? { cacheWriteTokens: spent.cache_creation_input_tokens } : {}),
});
