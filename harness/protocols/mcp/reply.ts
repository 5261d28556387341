import type { AnswerPayload, Call, ToolAnswer } from "../../domain/call.ts";
import { type Frame, type WireReply, wholeReply } from "../../domain/wire.ts";
import { endToEnd, isCompressed } from "../shared/end-to-end.ts";
import { isObject, jsonReply } from "../shared/json-body.ts";
import { isRpcResponse, type RpcMessage, rpcMessages, rpcResult } from "../shared/json-rpc.ts";
import { eventFrame, isEventStream } from "../shared/sse.ts";
import { type Asked, askedOf } from "./request.ts";
import { resultWith, valueIn } from "./result.ts";

/** What a relayed answer had around its value. */
interface Around {
  readonly result: Readonly<Record<string, unknown>>;
  /** Progress, log lines and requests of the server that came before it. */
  readonly before: readonly unknown[];
}
const isAround = (value: unknown): value is Around =>
  isObject(value) && isObject(value["result"]) && Array.isArray(value["before"]);

/** The answer to a request, in the form that its client takes and in which it came. */
export function answerReply(call: Call, { value, status, headers = {}, fields }: ToolAnswer): WireReply {
  const asked = askedOf(call);
  // Discovery documents and whatever else has been relayed unread.
  if (asked === undefined) return jsonReply(status, { "content-type": "application/json", ...headers }, value);
  if (asked.id === undefined) return { status: 202, headers: { ...headers, "content-length": "0" }, body: [] };
  const around = isAround(fields) ? fields : undefined;
  const plain = asked.tool === undefined ? (isObject(value) ? value : { value }) : resultWith(value, around?.result);
  const result = asked.modern ? { resultType: "complete", ...plain } : plain;
  const streamed = around === undefined ? asked.answer === "sse" : isEventStream(headers);
  return sendMessage(rpcResult(asked.id, result), asked, { streamed, before: around?.before ?? [], headers });
}

interface Sending {
  readonly streamed: boolean;
  readonly before?: readonly unknown[];
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendMessage(
  message: RpcMessage,
  asked: Asked | undefined,
  { streamed, before = [], headers = {} }: Sending = { streamed: asked?.answer === "sse" },
): WireReply {
  if (!streamed) {
    const body = asked?.batch === true ? [...before, message] : message;
    return wholeReply(200, { ...headers, "content-type": "application/json" }, JSON.stringify(body));
  }
  const frames: Frame[] = [
    ...before.map((one) => eventFrame("message", one, "content")),
    eventFrame("message", message, "close"),
  ];
  return {
    status: 200,
    headers: { ...headers, "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" },
    body: frames,
  };
}

/** The result of the request with the call's id; undefined for errors, other replies and results that hold no answer. */
export function readAnswer(
  call: Call,
  reply: { status: number; headers: Readonly<Record<string, string>>; bytes: Uint8Array },
): AnswerPayload | undefined {
  const asked = askedOf(call);
  if (asked?.id === undefined || reply.status !== 200 || isCompressed(reply.headers)) return undefined;
  const messages = rpcMessages(reply.headers, reply.bytes) ?? [];
  const own = messages.findIndex((message) => isRpcResponse(message) && message["id"] === asked.id);
  const message = messages[own];
  const result = isObject(message) ? message["result"] : undefined;
  if (!isObject(result)) return undefined;
  const value = asked.tool === undefined ? result : valueIn(result);
  if (value === undefined) return undefined;
  const fields: Around = { result, before: messages.slice(0, own) };
  return { kind: "tool", result: { status: 200, value, headers: endToEnd(reply.headers), fields } };
}
