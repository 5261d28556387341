import type { MidStream } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { isObject } from "../shared/json-body.ts";
import { eventFrame, jsonEvents } from "../shared/sse.ts";
import { messageOf } from "./failures.ts";

/** A stream has no error event: it ends, with the reason ERROR or TIMEOUT and an error in the same delta. */
export const midStream: MidStream = {
  failures: ["server-error", "overloaded", "unavailable", "model-timeout"],
  failure: (failure, _context, call) =>
    eventFrame(
      "message-end",
      {
        type: "message-end",
        delta: {
          error: messageOf(failure, call),
          finish_reason: failure.kind === "model-timeout" ? "TIMEOUT" : "ERROR",
        },
      },
      "close",
    ),
  emptyDelta(_context, _call, last) {
    const event = emptyAfter(last && jsonEvents(last.bytes)[0]?.data);
    return eventFrame(event.type, event, "comment");
  },
  withoutUsage(frame) {
    const [event] = jsonEvents(frame.bytes);
    const delta = isObject(event?.data) ? event.data.delta : undefined;
    if (!isObject(event?.data) || !isObject(delta) || delta.usage === undefined) return frame;
    const { usage: _told, ...others } = delta;
    return eventFrame(event.event, { ...event.data, delta: others }, frame.mark);
  },
};

/** A delta of nothing for the block, the plan or the call that the event before it is of; without one, for the first block. */
function emptyAfter(last: unknown): { readonly type: string; readonly [field: string]: unknown } {
  const { type, index = 0 } = isObject(last) ? last : {};
  if (type === "tool-plan-delta") return { type, delta: { message: { tool_plan: "" } } };
  if (type === "tool-call-start" || type === "tool-call-delta") {
    const delta = { message: { tool_calls: { function: { arguments: "" } } } };
    return { type: "tool-call-delta", index, delta };
  }
  const inBlock = type === "content-start" || type === "content-delta";
  return { type: "content-delta", index: inBlock ? index : 0, delta: { message: { content: { text: "" } } } };
}

/** Words of the plan or the answer, and parts of arguments. */
export function textOf(frame: Frame): string {
  const [event] = jsonEvents(frame.bytes);
  const delta = isObject(event?.data) ? event.data.delta : undefined;
  const message = isObject(delta) ? delta.message : undefined;
  if (!isObject(message)) return "";
  const { content, tool_plan: plan, tool_calls: calls } = message;
  const called = isObject(calls) && isObject(calls.function) ? calls.function.arguments : undefined;
  return [plan, isObject(content) ? content.text : undefined, called]
    .filter((part) => typeof part === "string")
    .join("");
}
