import type { MidStream } from "../../domain/protocol.ts";
import { eventFrame } from "../shared/sse.ts";
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
  emptyDelta: () =>
    eventFrame(
      "content-delta",
      { type: "content-delta", index: 0, delta: { message: { content: { text: "" } } } },
      "comment",
    ),
};
