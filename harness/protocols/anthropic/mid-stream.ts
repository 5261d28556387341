import type { MidStream } from "../../domain/protocol.ts";
import { eventFrame } from "../shared/sse.ts";
import { errorBody } from "./failures.ts";

export const midStream: MidStream = {
  failures: ["overloaded", "server-error", "unavailable", "throttled", "model-timeout", "invalid-request"],
  failure: (failure, _context, call) => eventFrame("error", errorBody(failure, call), "close"),
  keepAlive: () => eventFrame("ping", { type: "ping" }, "comment"),
  // The block that is open has the index of the last `content_block_start`; a text answer has but one.
  emptyDelta: () =>
    eventFrame(
      "content_block_delta",
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "" } },
      "comment",
    ),
};
