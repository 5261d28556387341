import type { AnswerPayload, ToolAnswer } from "../../domain/call.ts";
import type { EncodeContext, Protocol } from "../../domain/protocol.ts";
import { type WireReply, wholeReply } from "../../domain/wire.ts";
import { bodyValue } from "../shared/body-value.ts";
import { endToEnd, isCompressed } from "../shared/end-to-end.ts";
import { plainText } from "../shared/plain-text.ts";
import { requestId } from "./ids.ts";

/** A result as the service sends it. A string is the body as it is. */
export function answerReply({ status, value, headers }: ToolAnswer, context: EncodeContext): WireReply {
  const usual = { "content-type": "application/json", "x-amzn-requestid": requestId(context) };
  return wholeReply(status, { ...usual, ...headers }, plainText(value));
}

export const readAnswer: Protocol["decodeReply"] = (_call, { status, headers, bytes }): AnswerPayload | undefined =>
  isCompressed(headers)
    ? undefined
    : { kind: "tool", result: { status, value: bodyValue(bytes), headers: endToEnd(headers) } };
