import { eventFrame } from "../../shared/sse.ts";
import { toolMessages } from "../../shared/tool-results.ts";
import type { Endpoint } from "../endpoint.ts";
import { emptyChunks, emptyCompletion, emptyDelta } from "./empty.ts";
import { readChunks, readCompletion } from "./read.ts";
import { decodeChat } from "./request.ts";
import { chatMarker, chunkFrames, chunkWithoutUsage, textOfChunk } from "./stream.ts";
import { completion } from "./whole.ts";

/** Chat Completions. */
export const chat: Endpoint = {
  operation: "chat",
  path: "/chat/completions",
  decode: decodeChat,
  results: toolMessages,
  whole: completion,
  stream: chunkFrames,
  readWhole: readCompletion,
  readStream: readChunks,
  marker: chatMarker,
  emptyWhole: emptyCompletion,
  emptyStream: emptyChunks,
  // In a nameless event of its own: a chunk has no place for an error.
  errorEvent: (error) => eventFrame(undefined, { error }, "close"),
  emptyDelta,
  withoutUsage: chunkWithoutUsage,
  textOf: textOfChunk,
};
