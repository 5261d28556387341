import type { MidStream } from "../../domain/protocol.ts";
import { eventFrame } from "../shared/sse.ts";
import { errorBody } from "./failures.ts";

/** The error stands in the place of a chunk; the official client finds that it is none. */
export const midStream: MidStream = {
  failures: ["overloaded", "unavailable", "server-error", "throttled"],
  failure: (failure, _context, call) => eventFrame(undefined, errorBody(failure, call), "close"),
  emptyDelta(context, call) {
    const model = call?.payload.kind === "model" ? call.payload.conversation.model : "the-requested-model";
    const chunk = {
      id: context.id("cmpl"),
      object: "chat.completion.chunk",
      created: context.nowSeconds,
      model,
      choices: [{ index: 0, delta: { content: "" }, finish_reason: null }],
    };
    return eventFrame(undefined, chunk, "comment");
  },
};
