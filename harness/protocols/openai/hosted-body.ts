import { isObject } from "../shared/json-body.ts";
import type { ModelBody } from "../shared/model-body.ts";
import { jsonEvents } from "../shared/sse.ts";
import { toolMessages } from "../shared/tool-results.ts";
import { emptyDelta } from "./chat/empty.ts";
import { readChunks, readCompletion } from "./chat/read.ts";
import { decodeChat } from "./chat/request.ts";
import { chatMarker, chunkFrames, textOfChunk } from "./chat/stream.ts";
import { completion } from "./chat/whole.ts";

/** Chat Completions as model servers speak it that others host. The model may be left out, since the address names it. */
export const hostedChat: ModelBody = {
  name: "chat",
  fits: (_model, body) => isObject(body) && "messages" in body,
  decode(body, model, stream) {
    const { payload } = decodeChat(isObject(body) ? { model, ...body, stream } : body);
    if (payload.kind !== "model") throw new Error("Chat Completions ask a model.");
    return payload.conversation;
  },
  results: toolMessages,
  whole: completion,
  chunks: (turn, conversation, context) =>
    chunkFrames(turn, conversation, context).flatMap(({ bytes }) =>
      jsonEvents(bytes).flatMap(({ data }) => (isObject(data) ? [data] : [])),
    ),
  readWhole: readCompletion,
  readChunks: (chunks) => readChunks(chunks.map((data) => ({ data }))),
  end: "[DONE]",
  marker() {
    const mark = chatMarker();
    return (chunk) => (isObject(chunk) && Array.isArray(chunk.choices) ? mark(undefined, chunk) : undefined);
  },
  textOf: textOfChunk,
  emptyChunk(last) {
    const { bytes } = emptyDelta({ id: (prefix) => `${prefix}0`, nowSeconds: 0 }, last);
    const [event] = jsonEvents(bytes);
    return isObject(event?.data) ? event.data : {};
  },
};
