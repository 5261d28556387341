import { isObject } from "../../shared/json-body.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { readConverse, readOutput } from "./converse-read.ts";
import { decodeConverse } from "./converse-request.ts";
import { converseEvents, converseMarker, deltaText, emptyDelta } from "./converse-stream.ts";
import { outputOf } from "./converse-whole.ts";
import { toolResultBlocks } from "./tool-results.ts";

/** The event that a chunk is: its only member but for the service's metrics. */
function eventOf(chunk: unknown): { readonly type: string; readonly data: unknown } | undefined {
  const found = isObject(chunk)
    ? Object.entries(chunk).find(([key]) => /^(message|contentBlock|metadata)/.test(key))
    : undefined;
  return found && { type: found[0], data: found[1] };
}

/** Amazon Nova's own body: that of Converse, its stream's events as members of chunks. */
export const nova: ModelBody = {
  name: "nova",
  fits: (model, body) => /\bnova-/.test(model) || (isObject(body) && body.schemaVersion === "messages-v1"),
  decode: decodeConverse,
  results: toolResultBlocks,
  whole: outputOf,
  chunks: (turn, conversation) => converseEvents(turn, conversation).map(({ type, data }) => ({ [type]: data })),
  readWhole: readOutput,
  readChunks: (chunks) => readConverse(chunks.flatMap((chunk) => eventOf(chunk) ?? [])),
  marker() {
    const mark = converseMarker();
    return (chunk) => {
      const event = eventOf(chunk);
      return event && mark(event.type);
    };
  },
  textOf: (chunk) => deltaText(eventOf(chunk)?.data),
  emptyChunk: (last) => ({ contentBlockDelta: emptyDelta(eventOf(last)?.data) }),
};
