import type { Hollow } from "../../domain/protocol.ts";
import type { HollowKind } from "../../domain/vocabulary.ts";
import { jsonReply } from "../shared/json-body.ts";
import { eventFrame } from "../shared/sse.ts";
import { freshId } from "./completion.ts";
import { errorBody, modelOf } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";

/** `failed`: a completion whose reason to stop is `error`. */
export const hollowOf = (kinds: readonly HollowKind[]): Hollow => ({
  kinds,
  reply(kind, call, context, failure) {
    if (!kinds.includes(kind)) throw new Error(`This provider has no "${kind}": use one of ${kinds.join(", ")}.`);
    const said = { role: "assistant", content: "", tool_calls: null };
    const choice = { index: 0, finish_reason: "error", ...(call.stream ? { delta: said } : { message: said }) };
    const value =
      kind === "error-in-200"
        ? errorBody(failure, call)
        : {
            id: freshId(context),
            object: call.stream ? "chat.completion.chunk" : "chat.completion",
            created: context.nowSeconds,
            model: modelOf(call),
            choices: kind === "failed" ? [choice] : [],
            usage: { prompt_tokens: 8, total_tokens: 8, completion_tokens: 0 },
          };
    const headers = serviceHeaders(context);
    if (!call.stream) return jsonReply(200, { "content-type": "application/json", ...headers }, value);
    return {
      status: 200,
      headers: { "content-type": "text/event-stream; charset=utf-8", "transfer-encoding": "chunked", ...headers },
      body: [eventFrame(undefined, value, "close"), eventFrame(undefined, "[DONE]", "close")],
    };
  },
});
