import type { Failure } from "../../../domain/call.ts";
import type { Conversation } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { FailureKind } from "../../../domain/vocabulary.ts";
import type { Frame } from "../../../domain/wire.ts";
import { isObject } from "../../shared/json-body.ts";
import { eventFrame } from "../../shared/sse.ts";
import type { ErrorMember } from "../dialect.ts";
import type { FailedAnswer, FailedError } from "../endpoint.ts";
import { failedError } from "../failure-reply.ts";
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

/** Of the specification's `ResponseErrorCode`s those that are seen at the end of streams that had begun well. */
const endsResponse: ReadonlySet<FailureKind> = new Set(["throttled", "content-filtered"]);

/**
 * A limit that is hit, or a prompt that is flagged, while the model runs is told of the response: `response.failed`. Everything else comes
 * as an `error` event, which is nested in real captures and flat in the specification; clients read both. The sequence number is
 * unknown here; no client checks it.
 */
export function errorEvent(
  error: ErrorMember,
  { kind }: Failure,
  context: EncodeContext,
  conversation: Conversation,
): Frame {
  if (!endsResponse.has(kind)) return eventFrame("error", { type: "error", error, sequence_number: 0 }, "close");
  const { whole } = failedResponse(failedError(error), conversation, context);
  return eventFrame("response.failed", { type: "response.failed", sequence_number: 0, response: whole }, "close");
}

/** Repeats the delta before it without its content; after anything else, the first text of the first item. */
export function emptyDelta(context: EncodeContext, last: unknown): Frame {
  const type = isObject(last) && String(last["type"]).endsWith(".delta") ? String(last["type"]) : undefined;
  const place = { item_id: context.id("msg_"), output_index: 0, content_index: 0, logprobs: [] };
  return type === undefined
    ? eventFrame(
        "response.output_text.delta",
        { type: "response.output_text.delta", sequence_number: 0, ...place, delta: "" },
        "comment",
      )
    : eventFrame(type, { ...(last as object), delta: "" }, "comment");
}
