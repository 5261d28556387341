import type { Call } from "../../domain/call.ts";
import type { EncodeContext, Hollow } from "../../domain/protocol.ts";
import type { HollowKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { jsonReply } from "../shared/json-body.ts";
import { eventFrame } from "../shared/sse.ts";
import { messageOf } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { uuidOf } from "./response.ts";

/** `failed`: a response that ends with `ERROR`, which the client hands over like any other. */
export const hollowOf = (kinds: readonly HollowKind[]): Hollow => ({
  kinds,
  reply(kind, call, context, failure) {
    if (!kinds.includes(kind)) throw new Error(`This provider has no "${kind}": use one of ${kinds.join(", ")}.`);
    const error = { id: uuidOf(context), message: messageOf(failure, call) };
    if (kind === "error-in-200") return oneValue(error, call, context);
    const finish = "ERROR";
    const usage = { billed_units: {}, tokens: { input_tokens: 8, output_tokens: 0 } };
    if (!call.stream) {
      const message = { role: "assistant", content: [] };
      return oneValue({ id: uuidOf(context), message, finish_reason: finish, usage }, call, context);
    }
    return events(context, [
      { id: uuidOf(context), type: "message-start", delta: { message: { role: "assistant", content: [] } } },
      { type: "message-end", delta: { error: error.message, finish_reason: finish, usage } },
    ]);
  },
});

function oneValue(value: Record<string, unknown>, call: Call, context: EncodeContext): WireReply {
  if (call.stream) return events(context, [value]);
  return jsonReply(200, { "content-type": "application/json", ...serviceHeaders(context) }, value);
}

const events = (context: EncodeContext, values: readonly Record<string, unknown>[]): WireReply => ({
  status: 200,
  headers: { "content-type": "text/event-stream", "transfer-encoding": "chunked", ...serviceHeaders(context) },
  body: [
    ...values.map((value) => eventFrame(typeof value.type === "string" ? value.type : undefined, value, "close")),
    eventFrame(undefined, "[DONE]", "close"),
  ],
});
