import type { AnswerPayload, Call, ToolAnswer } from "../../domain/call.ts";
import type { Hollow } from "../../domain/protocol.ts";
import { type Frame, type WireReply, wholeReply } from "../../domain/wire.ts";
import { endToEnd, isCompressed } from "../shared/end-to-end.ts";
import { isObject, jsonReply, parseJson } from "../shared/json-body.ts";
import { isRpcResponse, rpcResult } from "../shared/json-rpc.ts";
import { eventFrame, isEventStream, jsonEvents } from "../shared/sse.ts";
import { errorMessage, statusBody } from "./failures.ts";
import { type Asked, askedOf } from "./request.ts";
import { markOf, stateOf } from "./states.ts";

/** Answers are what the method gives; of a stream, all of its events in a list. */
export function answerReply(call: Call, { value, status, headers = {} }: ToolAnswer): WireReply {
  const asked = askedOf(call);
  const own = { ...headers };
  delete own["content-type"];
  if (!call.stream) return jsonReply(status, { ...own, "content-type": "application/json" }, wrapped(value, asked));
  return {
    status,
    headers: { ...own, "content-type": "text/event-stream", "cache-control": "no-cache" },
    body: (Array.isArray(value) ? value : [value]).map((one) => eventOf(one, asked)),
  };
}

const wrapped = (value: unknown, asked: Asked | undefined): unknown =>
  asked?.form === "json-rpc" ? rpcResult(asked.id, value) : value;

const eventOf = (value: unknown, asked: Asked | undefined): Frame =>
  eventFrame(undefined, wrapped(value, asked), markOf(value));

/** Undefined for errors, other replies, and tasks that say of themselves that they failed. */
export function readAnswer(
  call: Call,
  { status, headers, bytes }: { status: number; headers: Readonly<Record<string, string>>; bytes: Uint8Array },
): AnswerPayload | undefined {
  const asked = askedOf(call);
  if (asked === undefined || status < 200 || status > 299 || isCompressed(headers)) return undefined;
  const streamed = isEventStream(headers);
  const messages = streamed ? jsonEvents(bytes).map(({ data }) => data) : [parseJson(bytes)];
  const values = messages.map((message) => unwrapped(message, asked));
  if (values.length === 0 || values.some((value) => value === undefined)) return undefined;
  if (values.some((value) => stateOf(value) === "failed")) return undefined;
  const value = streamed ? values : values[0];
  return { kind: "tool", result: { status, value, headers: endToEnd(headers) } };
}

function unwrapped(message: unknown, { form, id }: Asked): unknown {
  if (form === "json-rpc")
    return isRpcResponse(message) && message["id"] === id && !("error" in message)
      ? holding(message["result"])
      : undefined;
  return isObject(message) && "error" in message ? undefined : holding(message);
}

/** An empty object is the shape of an answer without one. */
const holding = (value: unknown): unknown =>
  isObject(value) && Object.keys(value).length === 0 ? undefined : (value ?? undefined);

export const hollow: Hollow = {
  kinds: ["no-answer", "error-in-200", "failed"],
  reply(kind, call, context, failure) {
    const fault = { ...failure, kind: "server-error" as const };
    const body = bodyOf(kind, call, context.id("task-"), fault);
    if (body === undefined)
      throw new Error(`A2A has no reply that is hollow by "${String(kind)}": use one of ${this.kinds.join(", ")}.`);
    if (call.stream)
      return {
        status: 200,
        headers: { "content-type": "text/event-stream" },
        body: [eventFrame(undefined, body, "close")],
      };
    return wholeReply(200, { "content-type": "application/json" }, JSON.stringify(body));
  },
};

function bodyOf(
  kind: Hollow["kinds"][number],
  call: Call,
  id: string,
  failure: Parameters<typeof statusBody>[0],
): unknown {
  const asked = askedOf(call);
  switch (kind) {
    case "no-answer":
      return wrapped({}, asked);
    case "error-in-200":
      return asked?.form === "json-rpc" ? errorMessage(failure, asked) : statusBody(failure);
    case "failed": {
      // The REST of 0.3 has the shapes that 1.0 has everywhere. What is asked for by its id is the task itself.
      const former = asked?.version === "0.3" && asked.form === "json-rpc";
      const task = { id, contextId: `context-${id}`, status: { state: former ? "failed" : "TASK_STATE_FAILED" } };
      if (former) return wrapped({ kind: "task", ...task }, asked);
      return wrapped(["GetTask", "CancelTask"].includes(call.operation) ? task : { task }, asked);
    }
    default:
      return undefined;
  }
}
