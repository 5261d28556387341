import type { Conversation } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { Frame } from "../../../domain/wire.ts";
import { isObject } from "../../shared/json-body.ts";
import { eventFrame } from "../../shared/sse.ts";
import { commonOfChunks } from "./stream.ts";
import { commonOfCompletion, wireUsage } from "./whole.ts";

const nothing = { inputTokens: 0, outputTokens: 0 };

/** A completion that chose nothing. */
export const emptyCompletion = (conversation: Conversation, context: EncodeContext): unknown => ({
  ...commonOfCompletion(conversation, context.id("chatcmpl-"), context),
  choices: [],
  usage: wireUsage(nothing),
});

/** The same as a stream: it begins and ends without a choice. */
export function emptyChunks(conversation: Conversation, context: EncodeContext): Frame[] {
  const common = commonOfChunks(conversation, context.id("chatcmpl-"), context);
  return [eventFrame(undefined, { ...common, choices: [] }, "open"), eventFrame(undefined, "[DONE]", "close")];
}

/** Continues the chunk before it. Without one it has no id: a client that puts a stream together takes another id for another answer. */
export function emptyDelta(context: EncodeContext, last: unknown): Frame {
  const known = isObject(last) && Array.isArray(last["choices"]) ? last : commonOfChunks({ model: "" }, "", context);
  const { choices: _, usage: __, ...common } = known;
  const choices = [{ index: 0, delta: { content: "" }, logprobs: null, finish_reason: null }];
  return eventFrame(undefined, { ...common, choices }, "comment");
}
