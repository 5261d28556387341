import type { MidStream } from "../../domain/protocol.ts";
import { eventFrame } from "../shared/sse.ts";
import { errorBody } from "./failures.ts";

export const midStream: MidStream = {
  failure: (failure, _context, call) => eventFrame("error", errorBody(failure, call), "close"),
  keepAlive: () => eventFrame("ping", { type: "ping" }, "comment"),
};
