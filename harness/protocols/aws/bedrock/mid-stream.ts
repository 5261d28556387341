import type { Failure } from "../../../domain/call.ts";
import type { MidStream } from "../../../domain/protocol.ts";
import type { FailureKind } from "../../../domain/vocabulary.ts";
import type { Frame } from "../../../domain/wire.ts";
import { exceptionFrame } from "../../shared/event-stream.ts";
import { breakMessageChecksum, garbleMessage } from "../../shared/event-stream-damage.ts";
import { isObject } from "../../shared/json-body.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { memberName, plainBody, serviceError } from "../errors.ts";
import { emptyDelta } from "./converse-stream.ts";
import { runtimeErrors } from "./failures.ts";
import { chunkFrame, chunkOf, eventFrame, eventIn } from "./frames.ts";
import { metricsMember } from "./invoke.ts";

/** Those that the streams' unions of exceptions have. */
const failures: readonly FailureKind[] = [
  "throttled",
  "server-error",
  "unavailable",
  "model-error",
  "model-timeout",
  "invalid-request",
];

/** An exception frame. There is no keep-alive on this wire. */
export const bedrockMidStream = (bodies: readonly ModelBody[]): MidStream => ({
  failures,
  failure(failure, _context, call) {
    const timesOut = failure.kind === "model-timeout" && call?.operation === "invoke-stream";
    if (failure.kind === "model-error" || (failure.kind === "model-timeout" && !timesOut))
      return modelStreamError(failure);
    const error = serviceError(runtimeErrors, failure, call);
    return error ? exceptionFrame(memberName(error.name), plainBody(error)) : modelStreamError(failure);
  },
  emptyDelta(_context, call, last) {
    const event = last && eventIn(last);
    if (call?.operation !== "invoke-stream") return eventFrame("contentBlockDelta", emptyDelta(event?.data), "comment");
    const chunk = event && chunkOf(event);
    const body = bodyOf(bodies, call.echo) ?? bodies.find((one) => one.marker()(chunk) !== undefined) ?? bodies[0];
    return chunkFrame(body?.emptyChunk(chunk) ?? {}, "comment");
  },
  breakChecksum: breakMessageChecksum,
  garble: garbleMessage,
  withoutUsage,
});

/** What a model does wrong while it streams. A Converse stream reports its time-out so too: it has no exception of that name. */
const modelStreamError = (failure: Failure): Frame =>
  exceptionFrame("modelStreamErrorException", {
    message: failure.message ?? "The model stream was interrupted. Try your request again.",
    originalMessage: failure.kind === "model-timeout" ? "Model has timed out." : "Internal server error",
    originalStatusCode: failure.kind === "model-timeout" ? 408 : 500,
  });

export const bodyOf = (bodies: readonly ModelBody[], echo: unknown): ModelBody | undefined =>
  bodies.find(({ name }) => isObject(echo) && echo.body === name);

const counts = new Set(["usage", metricsMember, "inputTextTokenCount", "totalOutputTextTokenCount"]);

/** The event with its other members. All of them tell something else too. */
function withoutUsage(frame: Frame): Frame {
  const event = eventIn(frame);
  if (event?.kind !== "event" || !isObject(event.data)) return frame;
  const chunk = chunkOf(event);
  const before = chunk ?? event.data;
  const after = stripped(before, 3);
  if (JSON.stringify(after) === JSON.stringify(before)) return frame;
  return chunk === undefined
    ? eventFrame(event.type, after as Record<string, unknown>, frame.mark)
    : chunkFrame(after, frame.mark);
}

const stripped = (value: unknown, depth: number): unknown =>
  isObject(value) && depth > 0
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, member]) =>
          counts.has(key) ? [] : [[key, stripped(member, depth - 1)] as const],
        ),
      )
    : value;
