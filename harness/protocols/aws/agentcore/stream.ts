import type { MidStream } from "../../../domain/protocol.ts";
import { commentFrame, eventFrame } from "../../shared/sse.ts";

/** The stream is the agent's own: what its server writes when it fails after the headers have gone. */
export const agentStream: MidStream = {
  failures: ["server-error"],
  failure: ({ message }) => eventFrame("error", { error: message ?? "Internal server error" }, "close"),
  keepAlive: () => commentFrame("keep-alive"),
};
