import type { MidStream } from "../../../domain/protocol.ts";
import { encodeText, type Frame, type FrameMark } from "../../../domain/wire.ts";
import { exceptionFrame, messagesOf, readEvent, streamEventFrame, tryDecode } from "../../shared/event-stream.ts";
import { breakMessageChecksum, garbleMessage } from "../../shared/event-stream-damage.ts";
import type { EventMarker } from "../../shared/event-stream-splitter.ts";
import { isObject } from "../../shared/json-body.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { jsonEvents } from "../../shared/sse.ts";
import { serviceError } from "../errors.ts";
import { sagemakerErrors } from "./errors.ts";

const part = "PayloadPart";

/** The container's bytes as they are: here one server-sent event a part. */
export const partFrame = (data: unknown, mark: FrameMark): Frame =>
  streamEventFrame(part, encodeText(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`), mark);

/** The bytes of all parts, joined: a part may end in the middle of an event. Undefined if an exception stands among them. */
export function payloadOf(bytes: Uint8Array): Uint8Array | undefined {
  const messages = [...messagesOf(bytes)].map((message) => ({ ...readEvent(message), payload: message.payload }));
  if (messages.some(({ kind }) => kind !== "event")) return undefined;
  return Buffer.concat(messages.flatMap(({ type, payload }) => (type === part ? [payload] : [])));
}

export const chunksIn = ({ bytes }: Frame): unknown[] => {
  const message = tryDecode(bytes);
  return message ? jsonEvents(message.payload).map(({ data }) => data) : [];
};

/** What a part is to its stream, by the body that knows the first chunk in it. */
export function partMarker(bodies: readonly ModelBody[]): EventMarker {
  const markers = bodies.map((body) => body.marker());
  return ({ kind, data }) => {
    if (kind !== "event") return "close";
    const text = typeof data === "string" ? data : "";
    const [chunk] = jsonEvents(encodeText(text));
    for (const mark of markers) {
      const found = chunk && mark(chunk.data);
      if (found) return found;
    }
    return text.includes("[DONE]") ? "close" : "content";
  };
}

/** Exceptions by their members' names; what the container does wrong is the one for streams that break. */
export const partStream = (bodies: readonly ModelBody[]): MidStream => ({
  failures: ["model-error", "model-timeout", "server-error"],
  failure(failure, _context, call) {
    const Message = serviceError(sagemakerErrors, failure, call)?.message ?? "";
    if (failure.kind === "server-error") return exceptionFrame("InternalStreamFailure", { Message });
    const ErrorCode = failure.kind === "model-timeout" ? "ModelInvocationTimeExceeded" : "StreamBroken";
    return exceptionFrame("ModelStreamError", { ErrorCode, Message });
  },
  emptyDelta(_context, call, last) {
    const chunk = last && chunksIn(last)[0];
    const echo = call?.echo;
    const body =
      bodies.find((one) => isObject(echo) && echo.body === one.name) ??
      bodies.find((one) => one.marker()(chunk) !== undefined) ??
      bodies[0];
    return partFrame(body?.emptyChunk(chunk) ?? {}, "comment");
  },
  breakChecksum: breakMessageChecksum,
  garble: garbleMessage,
});
