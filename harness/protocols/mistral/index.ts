import type { Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { noOptions } from "../shared/options.ts";
import { sseChat } from "../shared/sse-chat.ts";
import { toolMessages } from "../shared/tool-results.ts";
import { completion } from "./completion.ts";
import { failureReply, mistralFailures } from "./failures.ts";
import { quotaHeaders, serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { midStream } from "./mid-stream.ts";
import { readChunks, readCompletion } from "./read.ts";
import { decodeChat } from "./request.ts";
import { chunkFrames, chunkMarker } from "./stream.ts";

export { mistralEmbeddings } from "./embeddings.ts";

/** The official client appends `/v1/chat/completions` to its server, others `/chat/completions` to a base with the version in it. */
const isChat = (request: WireRequest, url: string): boolean =>
  request.method === "POST" && pathBelow(request, { url }).endsWith("/chat/completions");

export const mistral: Protocol = {
  name: "mistral",
  provider: "mistral_ai",
  home: { host: /^api\.mistral\.ai$/ },
  summary: "Mistral chat completions, JSON and SSE.",
  failures: mistralFailures,
  stopReasons: ["stop", "length", "tool-calls", "context-window"],
  quotaHeaders,
  responseIds: true,
  checkOptions: noOptions,
  ...sseChat({
    isChat,
    noSuchRoute: "no Route matched with those values",
    decode: decodeChat,
    results: toolMessages,
    failure: failureReply,
    headers: serviceHeaders,
    streamType: "text/event-stream; charset=utf-8",
    whole: completion,
    frames: chunkFrames,
    readWhole: readCompletion,
    readEvents: readChunks,
    marker: chunkMarker,
  }),
  midStream,
  hollow: hollowOf(["no-answer", "error-in-200", "failed"]),
};
