import type { Conversation } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { Frame } from "../../../domain/wire.ts";
import { isObject } from "../../shared/json-body.ts";
import { eventFrame } from "../../shared/sse.ts";
import type { ErrorMember } from "../dialect.ts";
import type { FailedAnswer, FailedError } from "../endpoint.ts";
import { framesOf } from "./stream.ts";
import { begunResponse, finished } from "./whole.ts";

const nothing = { text: "", toolCalls: [], stopReason: "stop" } as const;

/** Completed, and without output. */
export const emptyResponse = (conversation: Conversation, context: EncodeContext): unknown =>
  finished(begunResponse(conversation, context), nothing, conversation, []);

export function emptyEvents(conversation: Conversation, context: EncodeContext): Frame[] {
  const begun = begunResponse(conversation, context);
  return framesOf(begun, [], { type: "response.completed", response: finished(begun, nothing, conversation, []) });
}

/** Status `failed` under a 200: no client of ours raises it. */
export function failedResponse(error: FailedError, conversation: Conversation, context: EncodeContext): FailedAnswer {
  const begun = begunResponse(conversation, context);
  const whole = { ...begun, status: "failed", error };
  return { whole, stream: framesOf(begun, [], { type: "response.failed", response: whole }) };
}

/**
 * An error of a stream that has begun is an `error` event: nested in real captures, flat in the specification, and clients read both. The
 * service may end such a response with `response.failed` instead, which nothing raises; that one has to show the id that the stream
 * began with (the official helper checks it), so it is told only by an answer that fails from its beginning. The sequence number is
 * unknown here; no client checks it.
 */
export const errorEvent = (error: ErrorMember): Frame =>
  eventFrame("error", { type: "error", error, sequence_number: 0 }, "close");

/**
 * Repeats the delta before it without its content, or begins the part or item that was opened. Without any of them it is the first text of
 * the first item, whose id is unknown: clients that put a stream together notice.
 */
export function emptyDelta(context: EncodeContext, last: unknown): Frame {
  const event = isObject(last) ? last : {};
  const type = String(event["type"]);
  if (type.endsWith(".delta")) return eventFrame(type, { ...event, delta: "" }, "comment");
  const item = isObject(event["item"]) ? event["item"] : {};
  const place = {
    item_id: event["item_id"] ?? item["id"] ?? context.id("msg_"),
    output_index: event["output_index"] ?? 0,
  };
  const calls = item["type"] === "function_call";
  const name = calls ? "response.function_call_arguments.delta" : "response.output_text.delta";
  const text = calls ? {} : { content_index: event["content_index"] ?? 0, logprobs: [] };
  return eventFrame(name, { type: name, sequence_number: 0, ...place, ...text, delta: "" }, "comment");
}
