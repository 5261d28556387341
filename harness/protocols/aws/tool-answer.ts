import type { AnswerPayload, ToolAnswer } from "../../domain/call.ts";
import type { EncodeContext, Protocol } from "../../domain/protocol.ts";
import { decodeText, type WireReply, wholeReply } from "../../domain/wire.ts";
import { parseJson } from "../shared/json-body.ts";
import { requestId } from "./ids.ts";

/** A result as the service sends it. A string is the body as it is. */
export function answerReply({ status, value, headers }: ToolAnswer, context: EncodeContext): WireReply {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const usual = { "content-type": "application/json", "x-amzn-requestid": requestId(context) };
  return wholeReply(status, { ...usual, ...headers }, text);
}

const hopByHop = new Set(["content-length", "transfer-encoding", "connection", "keep-alive", "content-encoding"]);

/** A body that is one JSON string stays raw text, quotes included, so that writing it back gives the same bytes. */
export const readAnswer: Protocol["decodeReply"] = (_call, { status, headers, bytes }): AnswerPayload | undefined => {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") return undefined;
  const value = parseJson(bytes);
  const kept = value === undefined || typeof value === "string" ? decodeText(bytes) : value;
  const told = Object.entries(headers).filter(([name]) => !hopByHop.has(name));
  return { kind: "tool", result: { status, value: kept, headers: Object.fromEntries(told) } };
};
