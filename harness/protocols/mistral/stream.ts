import type { Conversation, ModelTurn } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { wordDeltas } from "../shared/deltas.ts";
import { isObject } from "../shared/json-body.ts";
import { eventFrame, type Marker } from "../shared/sse.ts";
import { usageOf } from "../shared/usage.ts";
import { finishReasons, freshId, wireToolCall, wireUsage } from "./completion.ts";

/**
 * `chat.completion.chunk` events: role, text, all calls at once and whole, the reason to stop with usage in the same chunk, `[DONE]`.
 */
export function chunkFrames(turn: ModelTurn, conversation: Conversation, context: EncodeContext): Frame[] {
  const common = {
    id: turn.responseId ?? freshId(context),
    object: "chat.completion.chunk",
    created: context.nowSeconds,
    model: conversation.model,
  };
  const mark = chunkMarker();
  const frame = (data: unknown): Frame => eventFrame(undefined, data, mark(undefined, data));
  const chunk = (delta: unknown, finish: string | null = null, more: object = {}): Frame =>
    frame({ ...common, choices: [{ index: 0, delta, finish_reason: finish }], ...more });
  const usage = turn.withoutUsage ? {} : { usage: wireUsage(usageOf(turn, conversation)) };
  return [
    chunk({ role: "assistant", content: "" }),
    ...wordDeltas(turn.text).map((content) => chunk({ content })),
    ...(turn.toolCalls.length === 0 ? [] : [chunk({ content: "", tool_calls: turn.toolCalls.map(wireToolCall) })]),
    chunk({ content: "" }, finishReasons[turn.stopReason], usage),
    frame("[DONE]"),
  ];
}

/** Marks by what a chunk holds. A reason to stop may come with the calls: it ends the stream all the same. */
export function chunkMarker(): Marker {
  let begun = false;
  return (_name, data) => {
    if (!isObject(data) || "error" in data || data.object === "error") return "close";
    const [choice] = Array.isArray(data.choices) ? (data.choices as unknown[]) : [];
    if (!isObject(choice)) return isObject(data.usage) ? "close" : begun ? "content" : "open";
    if (typeof choice.finish_reason === "string") return "close";
    const { content, tool_calls: calls, role } = isObject(choice.delta) ? choice.delta : {};
    if ([content, calls].some((value) => (typeof value === "string" || Array.isArray(value)) && value.length > 0)) {
      begun = true;
      return "content";
    }
    return typeof role === "string" && !begun ? "open" : "comment";
  };
}
