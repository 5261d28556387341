import type { MidStream } from "../../domain/protocol.ts";
import { commentFrame, eventFrame } from "../shared/sse.ts";
import { errorBody } from "./failures.ts";

/**
 * Chat streams report an error in a nameless event. Responses streams name it, and so does a stream of which nobody says
 * whose it is: clients of both look for the nested `error`. The sequence number is unknown here; no client checks it.
 */
export const midStream: MidStream = {
  failures: [
    "server-error",
    "overloaded",
    "unavailable",
    "throttled",
    "quota-exhausted",
    "model-timeout",
    "content-filtered",
    "context-overflow",
    "invalid-request",
  ],
  failure(failure, _context, call) {
    const error = errorBody(failure, call);
    if (call?.operation === "chat") return eventFrame(undefined, { error }, "close");
    return eventFrame("error", { type: "error", error, sequence_number: 0 }, "close");
  },
  keepAlive: () => commentFrame("keep-alive"),
};
