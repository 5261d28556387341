import type { MidStream } from "../../domain/protocol.ts";
import { decodeText, type Frame } from "../../domain/wire.ts";
import { isObject } from "../shared/json-body.ts";
import { eventFrame, jsonOrText, parseEvents } from "../shared/sse.ts";
import { errorBody } from "./failures.ts";

export const midStream: MidStream = {
  failures: ["overloaded", "server-error", "unavailable", "throttled", "model-timeout", "invalid-request"],
  failure: (failure, _context, call) => eventFrame("error", errorBody(failure, call), "close"),
  keepAlive: () => eventFrame("ping", { type: "ping" }, "comment"),
  emptyDelta: (_context, _call, last) => {
    const event = { type: "content_block_delta", ...place(last ? dataOf(last).data : undefined) };
    return eventFrame("content_block_delta", event, "comment");
  },
  withoutUsage(frame) {
    const { event, data } = dataOf(frame);
    if (!isObject(data)) return frame;
    const { usage, message, ...rest } = data;
    if (isObject(message) && "usage" in message) {
      const { usage: _, ...begun } = message;
      return eventFrame(event, { ...rest, message: begun }, frame.mark);
    }
    return usage === undefined ? frame : eventFrame(event, rest, frame.mark);
  },
};

/** What a delta adds: text, arguments, thinking. */
export function textIn(frame: Frame): string {
  const { data } = dataOf(frame);
  const delta = isObject(data) && isObject(data["delta"]) ? data["delta"] : {};
  return [delta["text"], delta["partial_json"], delta["thinking"]].filter((part) => typeof part === "string").join("");
}

function dataOf(frame: Frame): { readonly event?: string; readonly data?: unknown } {
  const [given] = parseEvents(decodeText(frame.bytes));
  return given ? { ...given, data: jsonOrText(given.data) } : {};
}

const emptyOf: Readonly<Record<string, unknown>> = {
  input_json_delta: { type: "input_json_delta", partial_json: "" },
  tool_use: { type: "input_json_delta", partial_json: "" },
  thinking_delta: { type: "thinking_delta", thinking: "" },
  thinking: { type: "thinking_delta", thinking: "" },
};

/** The block of the event before it, and a delta of its kind; without, the first block, taken for text. */
function place(last: unknown): { readonly index: number; readonly delta: unknown } {
  const event = isObject(last) ? last : {};
  const described = [event["delta"], event["content_block"]].find(isObject) ?? {};
  return {
    index: typeof event["index"] === "number" ? event["index"] : 0,
    delta: emptyOf[String(described["type"])] ?? { type: "text_delta", text: "" },
  };
}
