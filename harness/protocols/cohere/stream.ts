import type { Conversation, ModelTurn, ToolCall } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { Frame, FrameMark } from "../../domain/wire.ts";
import { argumentDeltas, wordDeltas } from "../shared/deltas.ts";
import { isObject } from "../shared/json-body.ts";
import { eventFrame, type Marker } from "../shared/sse.ts";
import { usageOf } from "../shared/usage.ts";
import { finishReasons, uuidOf, wireUsage } from "./response.ts";

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}
const delta = (message: unknown): unknown => ({ message });

/** Named events, each also with its type inside; then a nameless `[DONE]`. */
export function chatEvents(turn: ModelTurn, conversation: Conversation, context: EncodeContext): Frame[] {
  const usage = turn.withoutUsage ? {} : { usage: wireUsage(usageOf(turn, conversation)) };
  const calls = turn.toolCalls.length > 0;
  const events: Event[] = [
    {
      id: turn.responseId ?? uuidOf(context),
      type: "message-start",
      delta: delta({ role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] }),
    },
    ...(calls ? planEvents(turn.text) : contentEvents(turn.text)),
    ...turn.toolCalls.flatMap(callEvents),
    { type: "message-end", delta: { finish_reason: finishReasons[turn.stopReason], ...usage } },
  ];
  const mark = chatMarker();
  return [
    ...events.map((event) => eventFrame(event.type, event, mark(event.type, event))),
    eventFrame(undefined, "[DONE]", mark(undefined, "[DONE]")),
  ];
}

const planEvents = (text: string): Event[] =>
  wordDeltas(text).map((tool_plan) => ({ type: "tool-plan-delta", delta: delta({ tool_plan }) }));

const contentEvents = (text: string): Event[] => [
  { type: "content-start", index: 0, delta: delta({ content: { type: "text", text: "" } }) },
  ...wordDeltas(text).map((part) => ({ type: "content-delta", index: 0, delta: delta({ content: { text: part } }) })),
  { type: "content-end", index: 0 },
];

/** Parallel calls come one after the other, told apart by `index`. */
const callEvents = ({ id, name, arguments: text }: ToolCall, index: number): Event[] => [
  {
    type: "tool-call-start",
    index,
    delta: delta({ tool_calls: { id, type: "function", function: { name, arguments: "" } } }),
  },
  ...argumentDeltas(text).map((part) => ({
    type: "tool-call-delta",
    index,
    delta: delta({ tool_calls: { function: { arguments: part } } }),
  })),
  { type: "tool-call-end", index },
];

const carrying = new Set(["content-delta", "tool-plan-delta", "tool-call-delta"]);

/** Structure between pieces of content goes with the content. */
export function chatMarker(): Marker {
  let begun = false;
  return (name, data): FrameMark => {
    const type = isObject(data) && typeof data.type === "string" ? data.type : name;
    if (type === undefined || type === "message-end") return "close";
    if (carrying.has(type) && isEmpty(data)) return "comment";
    begun ||= carrying.has(type);
    return begun ? "content" : "open";
  };
}

const isEmpty = (data: unknown): boolean => {
  const message = isObject(data) && isObject(data.delta) ? data.delta.message : undefined;
  const text = isObject(message) && isObject(message.content) ? message.content.text : undefined;
  return text === "";
};
