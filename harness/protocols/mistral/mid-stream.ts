import type { MidStream } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { isObject } from "../shared/json-body.ts";
import { eventFrame, jsonEvents } from "../shared/sse.ts";
import { freshId } from "./completion.ts";
import { errorBody, modelOf } from "./failures.ts";

/** The error stands in the place of a chunk; the official client finds that it is none. */
export const midStream: MidStream = {
  failures: ["overloaded", "unavailable", "server-error", "throttled"],
  failure: (failure, _context, call) => eventFrame(undefined, errorBody(failure, call), "close"),
  emptyDelta(context, call, last) {
    const { id = freshId(context), model = modelOf(call) } = (last && chunkIn(last)) ?? {};
    const choices = [{ index: 0, delta: { content: "" }, finish_reason: null }];
    const chunk = { id, object: "chat.completion.chunk", created: context.nowSeconds, model, choices };
    return eventFrame(undefined, chunk, "comment");
  },
  withoutUsage(frame) {
    const chunk = chunkIn(frame);
    if (chunk?.usage === undefined) return frame;
    const { usage: _told, ...others } = chunk;
    return eventFrame(undefined, others, frame.mark);
  },
};

function chunkIn(frame: Frame): Record<string, unknown> | undefined {
  const [event] = jsonEvents(frame.bytes);
  return isObject(event?.data) ? event.data : undefined;
}
