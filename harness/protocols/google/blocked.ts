import type { Call } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { WireReply } from "../../domain/wire.ts";
import { jsonReply } from "../shared/json-body.ts";
import { modelOf, replyFormOf } from "./call.ts";
import { serviceHeaders } from "./headers.ts";
import { chunkFrame, endFrames } from "./stream.ts";

export interface Feedback {
  readonly blockReason: string;
  readonly blockReasonMessage?: string | undefined;
}

/** A prompt that nobody will answer: a success without candidates, in a stream the only chunk. */
export function blockedReply(promptFeedback: Feedback, call: Call, context: EncodeContext): WireReply {
  const value = {
    promptFeedback,
    usageMetadata: { promptTokenCount: 8, totalTokenCount: 8 },
    modelVersion: modelOf(call),
    responseId: context.id("brn"),
  };
  return onlyReply(value, call);
}

/** A 200 with one value in it, in the form that the client asked for. */
export function onlyReply(value: unknown, call: Call): WireReply {
  const form = replyFormOf(call);
  const headers = serviceHeaders(form);
  if (form === "whole") return jsonReply(200, headers, value);
  return { status: 200, headers, body: [chunkFrame(value, "close", form, true), ...endFrames(form)] };
}
