import type { Hollow } from "../../domain/protocol.ts";
import type { HollowKind } from "../../domain/vocabulary.ts";
import { jsonReply } from "../shared/json-body.ts";
import { lineFrame } from "../shared/ndjson.ts";
import { errorBody, modelOf } from "./failures.ts";

/** `no-answer`: what the server says when it has only loaded the model. */
export const hollowOf = (kinds: readonly HollowKind[]): Hollow => ({
  kinds,
  reply(kind, call, { nowSeconds }, failure) {
    if (!kinds.includes(kind)) throw new Error(`This provider has no "${kind}": use one of ${kinds.join(", ")}.`);
    const loaded = {
      model: modelOf(call),
      created_at: new Date(nowSeconds * 1000).toISOString(),
      ...(call.operation === "generate" ? { response: "" } : { message: { role: "assistant", content: "" } }),
      done_reason: "load",
      done: true,
    };
    const value = kind === "error-in-200" ? errorBody(failure, call) : loaded;
    if (!call.stream) return jsonReply(200, { "content-type": "application/json; charset=utf-8" }, value);
    return {
      status: 200,
      headers: { "content-type": "application/x-ndjson", "transfer-encoding": "chunked" },
      body: [lineFrame(value, "close")],
    };
  },
});
