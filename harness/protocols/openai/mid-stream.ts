import type { MidStream } from "../../domain/protocol.ts";
import { decodeText } from "../../domain/wire.ts";
import { commentFrame, eventFrame, jsonOrText, parseEvents } from "../shared/sse.ts";
import type { Dialect } from "./dialect.ts";
import { blankConversation, conversationOf, type Endpoint } from "./endpoint.ts";
import { errorOf } from "./failure-reply.ts";

/** Each endpoint has its own forms. Of a stream of which nobody says whose it is, clients of both look for the nested `error`. */
export function midStreamOf(dialect: Dialect): MidStream {
  const endpointOf = (operation: string | undefined): Endpoint | undefined =>
    dialect.endpoints.find((endpoint) => endpoint.operation === operation);
  return {
    failures: dialect.inStream,
    failure(failure, context, call) {
      const error = errorOf(dialect, failure, call);
      const endpoint = endpointOf(call?.operation);
      const conversation = (call && conversationOf(call)) ?? blankConversation(true);
      return endpoint
        ? endpoint.errorEvent(error, failure, context, conversation)
        : eventFrame("error", { type: "error", error, sequence_number: 0 }, "close");
    },
    keepAlive: () => commentFrame("keep-alive"),
    emptyDelta(context, call, last) {
      const [event] = last ? parseEvents(decodeText(last.bytes)) : [];
      const endpoint = endpointOf(call?.operation) ?? endpointOf(event?.event === undefined ? "chat" : "responses");
      if (!endpoint) throw new Error("This server has no endpoint that streams text.");
      return endpoint.emptyDelta(context, event && jsonOrText(event.data));
    },
  };
}
