import type { MidStream } from "../../domain/protocol.ts";
import { decodeText, type Frame } from "../../domain/wire.ts";
import { isObject } from "../shared/json-body.ts";
import { commentFrame, eventFrame, jsonOrText, parseEvents } from "../shared/sse.ts";
import type { Dialect } from "./dialect.ts";
import { type Endpoint, operationOf } from "./endpoint.ts";
import { errorOf } from "./failure-reply.ts";

/** Each endpoint has its own forms. Where nobody says whose the stream is, it is that of Responses: clients of both look for the nested `error`. */
export function midStreamOf(dialect: Dialect): MidStream {
  const endpointOf = (operation: string | undefined): Endpoint | undefined =>
    dialect.endpoints.find((endpoint) => endpoint.operation === operation);
  return {
    failures: dialect.inStream,
    failure(failure, _context, call) {
      const error = errorOf(dialect, failure, call);
      const endpoint = endpointOf(call?.operation) ?? endpointOf("responses");
      return endpoint?.errorEvent(error) ?? eventFrame(undefined, { error }, "close");
    },
    keepAlive: () => commentFrame("keep-alive"),
    emptyDelta(context, call, last) {
      const { data, type } = last ? readFrame(last) : {};
      const endpoint = endpointOf(call?.operation) ?? endpointOf(operationOf(type));
      if (!endpoint) throw new Error("This server has no endpoint that streams text.");
      return endpoint.emptyDelta(context, data);
    },
    withoutUsage(frame) {
      const { event, data, type } = readFrame(frame);
      const left = endpointOf(operationOf(type))?.withoutUsage(data);
      if (left === data) return frame;
      return left === undefined ? undefined : eventFrame(event, left, frame.mark);
    },
  };
}

/** The generated text in a frame of either endpoint. */
export function textIn(dialect: Dialect, frame: Frame): string {
  const { data, type } = readFrame(frame);
  return dialect.endpoints.find(({ operation }) => operation === operationOf(type))?.textOf(data) ?? "";
}

interface FrameContent {
  readonly event?: string | undefined;
  readonly data?: unknown;
  readonly type?: string | undefined;
}

function readFrame(frame: Frame): FrameContent {
  const [given] = parseEvents(decodeText(frame.bytes));
  if (!given) return {};
  const data = jsonOrText(given.data);
  const type = given.event ?? (isObject(data) && typeof data["type"] === "string" ? data["type"] : undefined);
  return { event: given.event, data, type };
}
