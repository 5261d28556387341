import type { EncodeContext } from "../../domain/protocol.ts";
import { isObject } from "../shared/json-body.ts";
import type { ModelBody } from "../shared/model-body.ts";
import { jsonEvents } from "../shared/sse.ts";
import { readEvents, readMessage } from "./read.ts";
import { decodeMessages } from "./request.ts";
import { messageEvents, messagesMarker } from "./stream.ts";
import { toolResultBlocks } from "./tool-results.ts";
import { message } from "./whole.ts";

/** Ids of a hosted model tell that it is hosted: `msg_bdrk_…`. Quotas and tiers are the host's, which tells of them itself. */
const hosted = (context: EncodeContext): EncodeContext => ({
  nowSeconds: context.nowSeconds,
  id: (prefix) => context.id(`${prefix}bdrk_`),
});

/**
 * The Messages API as clouds host it: the model and whether to stream stand in the address, the version in the body, and a
 * stream's events come without their names, since their data has them, and without pings.
 */
export const hostedMessages: ModelBody = {
  name: "anthropic",
  // The host's quotas guide: five from Claude 3.7 on, one before.
  burndown: (model) => (/claude-(?:3-(?!7)|instant|v\d)/.test(model) ? 1 : 5),
  fits: (model, body) => /\banthropic\b|\bclaude\b/.test(model) || (isObject(body) && "anthropic_version" in body),
  decode(body, model, stream) {
    const given = isObject(body) ? { ...body, model, stream } : body;
    const { payload } = decodeMessages(given);
    if (payload.kind !== "model") throw new Error("Messages ask a model.");
    return payload.conversation;
  },
  results: toolResultBlocks,
  whole: (turn, conversation, context) => message(turn, conversation, hosted(context)),
  chunks: (turn, conversation, context) =>
    messageEvents(turn, conversation, hosted(context))
      .filter(({ mark }) => mark !== "comment")
      .flatMap(({ bytes }) => jsonEvents(bytes).flatMap(({ data }) => (isObject(data) ? [data] : []))),
  readWhole: readMessage,
  readChunks: (chunks) => readEvents(chunks.map((data) => ({ data }))),
  marker() {
    const mark = messagesMarker();
    return (chunk) => (isObject(chunk) && typeof chunk.type === "string" ? mark(chunk.type, chunk) : undefined);
  },
  textOf(chunk) {
    const delta = isObject(chunk) && isObject(chunk.delta) ? chunk.delta : {};
    const added = delta.text ?? delta.partial_json;
    return typeof added === "string" ? added : "";
  },
  emptyChunk(last) {
    const before = isObject(last) && last.type === "content_block_delta" ? last : {};
    const inTool = isObject(before.delta) && before.delta.type === "input_json_delta";
    const delta = inTool ? { type: "input_json_delta", partial_json: "" } : { type: "text_delta", text: "" };
    return { type: "content_block_delta", index: typeof before.index === "number" ? before.index : 0, delta };
  },
};
