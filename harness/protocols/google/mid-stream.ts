import type { MidStream } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { modelOf, replyFormOf } from "./call.ts";
import type { Forms } from "./failure-forms.ts";
import { errorStatus } from "./failures.ts";
import { chunkIn, withChunk } from "./frame-json.ts";
import type { Service } from "./service.ts";
import { chunkFrame } from "./stream.ts";

const inStream: readonly FailureKind[] = [
  "overloaded",
  "unavailable",
  "server-error",
  "model-timeout",
  "throttled",
  "quota-exhausted",
];

/** An error is an event like any other, or the last element of the array. No keep-alives are on record. */
export const midStreamOf = (forms: Forms, service: Service): MidStream => ({
  failures: inStream,
  failure(failure, _context, call) {
    const form = replyFormOf(call);
    const frame = chunkFrame({ error: errorStatus(failure, modelOf(call), forms, service) }, "close", form, false);
    return form === "array" ? { ...frame, bytes: Buffer.concat([frame.bytes, Buffer.from("]")]) } : frame;
  },
  emptyDelta(_context, call, last) {
    const { modelVersion = modelOf(call), responseId } = (last && chunkIn(last)) ?? {};
    const content = { parts: [{ text: "" }], role: "model" };
    const value = { candidates: [{ content, index: 0 }], modelVersion, ...(responseId ? { responseId } : {}) };
    return chunkFrame(value, "comment", replyFormOf(call), false);
  },
  withoutUsage(frame) {
    const value = chunkIn(frame);
    if (value?.usageMetadata === undefined) return frame;
    const { usageMetadata: _told, ...others } = value;
    return withChunk(frame, others);
  },
});
