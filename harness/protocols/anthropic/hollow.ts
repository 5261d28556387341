import type { Hollow } from "../../domain/protocol.ts";
import { jsonReply } from "../shared/json-body.ts";
import { errorBody } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { messageEvents } from "./stream.ts";
import { streamReply } from "./stream-reply.ts";
import { message } from "./whole.ts";

const nothing = { text: "", toolCalls: [], stopReason: "stop", usage: { inputTokens: 0, outputTokens: 0 } } as const;

/**
 * `no-answer`: a message without a block, not even a stop reason. `error-in-200`: the error body, unstreamed even if a stream was asked
 * for, as gateways send it that lose the status.
 */
export const hollow: Hollow = {
  kinds: ["no-answer", "error-in-200"],
  reply(kind, call, context, failure) {
    const service = serviceHeaders(context);
    const json = (value: unknown) => jsonReply(200, { "content-type": "application/json", ...service }, value);
    if (kind !== "no-answer") return json({ ...errorBody(failure, call), request_id: service["request-id"] });
    const conversation =
      call.payload.kind === "model"
        ? call.payload.conversation
        : { model: "unknown", system: "", messages: [], tools: [], stream: call.stream };
    if (!call.stream) return json({ ...message(nothing, conversation, context), stop_reason: null });
    const events = messageEvents(nothing, conversation, context);
    return streamReply([...events.slice(0, 1), ...events.slice(-1)], service);
  },
};
