import { z } from "zod";
import type { ModelTurn } from "../../../domain/conversation.ts";
import { stopFrom } from "./stop-reasons.ts";
import { usageFrom, wireUsage } from "./usage.ts";

const whole = z.looseObject({
  output: z.looseObject({
    message: z.looseObject({
      content: z.array(
        z.looseObject({
          text: z.string().nullish(),
          toolUse: z.looseObject({ toolUseId: z.string(), name: z.string(), input: z.unknown() }).nullish(),
        }),
      ),
    }),
  }),
  stopReason: z.string(),
  usage: wireUsage.nullish(),
});

/** An answer whose arguments are JSON text again. Reasoning and citations are left out. */
export function readOutput(value: unknown): ModelTurn | undefined {
  const parsed = whole.safeParse(value);
  if (!parsed.success) return undefined;
  const { output, stopReason, usage } = parsed.data;
  const { content } = output.message;
  return {
    text: content.map(({ text }) => text ?? "").join(""),
    toolCalls: content.flatMap(({ toolUse }) =>
      toolUse ? [{ id: toolUse.toolUseId, name: toolUse.name, arguments: JSON.stringify(toolUse.input ?? {}) }] : [],
    ),
    stopReason: stopFrom(stopReason),
    ...(usage ? { usage: usageFrom(usage) } : {}),
  };
}

const index = { contentBlockIndex: z.number() };
const start = z.looseObject({
  ...index,
  start: z.looseObject({ toolUse: z.looseObject({ toolUseId: z.string(), name: z.string() }) }),
});
const delta = z.looseObject({
  ...index,
  delta: z.looseObject({
    text: z.string().nullish(),
    toolUse: z.looseObject({ input: z.string().nullish() }).nullish(),
  }),
});
const stop = z.looseObject({ stopReason: z.string() });
const metadata = z.looseObject({ usage: wireUsage.nullish() });

interface Block {
  readonly tool?: { readonly id: string; readonly name: string };
  text: string;
}

/** Undefined if there is no `messageStop`: the stream was cut. A call without arguments has `{}`. */
export function readConverse(
  events: readonly { readonly type: string; readonly data: unknown }[],
): ModelTurn | undefined {
  const blocks = new Map<number, Block>();
  let ended: string | undefined;
  let spent: z.output<typeof wireUsage> | null | undefined;
  for (const { type, data } of events) {
    if (type === "contentBlockStart") {
      const given = start.safeParse(data).data;
      const tool = given?.start.toolUse;
      if (given && tool)
        blocks.set(given.contentBlockIndex, { tool: { id: tool.toolUseId, name: tool.name }, text: "" });
    } else if (type === "contentBlockDelta") {
      const given = delta.safeParse(data).data;
      if (!given) continue;
      const block = blocks.get(given.contentBlockIndex) ?? { text: "" };
      blocks.set(given.contentBlockIndex, block);
      block.text += (block.tool ? given.delta.toolUse?.input : given.delta.text) ?? "";
    } else if (type === "messageStop") ended = stop.safeParse(data).data?.stopReason;
    else if (type === "metadata") spent = metadata.safeParse(data).data?.usage;
  }
  if (ended === undefined) return undefined;
  const inOrder = [...blocks].toSorted(([a], [b]) => a - b).map(([, block]) => block);
  return {
    text: inOrder.map(({ tool, text }) => (tool ? "" : text)).join(""),
    toolCalls: inOrder.flatMap(({ tool, text }) => (tool ? [{ ...tool, arguments: text === "" ? "{}" : text }] : [])),
    stopReason: stopFrom(ended),
    ...(spent ? { usage: usageFrom(spent) } : {}),
  };
}
