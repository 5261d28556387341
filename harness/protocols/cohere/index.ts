import type { Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { noOptions } from "../shared/options.ts";
import { sseChat } from "../shared/sse-chat.ts";
import { cohereFailures, failureReply } from "./failures.ts";
import { quotaHeaders, serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { midStream, textOf } from "./mid-stream.ts";
import { readEvents, readResponse } from "./read.ts";
import { decodeChat } from "./request.ts";
import { chatResponse } from "./response.ts";
import { chatEvents, chatMarker } from "./stream.ts";

import { toolMessages } from "./tool-results.ts";

export { cohereEmbeddings } from "./embeddings.ts";

/** The official client appends `v2/chat` to its server, others `/chat` to a base that ends in `/v2`. Version 1 is another wire. */
const isChat = (request: WireRequest): boolean =>
  request.method === "POST" && /\/v2\/chat\/*$/.test(URL.parse(request.url)?.pathname ?? "");

export const cohere: Protocol = {
  name: "cohere",
  home: { host: /^api\.cohere\.(?:com|ai)$/ },
  summary: "Cohere chat (API version 2), JSON and SSE.",
  failures: cohereFailures,
  stopReasons: ["stop", "length", "tool-calls"],
  quotaHeaders,
  responseIds: true,
  checkOptions: noOptions,
  ...sseChat({
    isChat,
    noSuchRoute: "404 page not found",
    decode: decodeChat,
    results: toolMessages,
    failure: failureReply,
    headers: serviceHeaders,
    streamType: "text/event-stream",
    whole: chatResponse,
    frames: chatEvents,
    readWhole: readResponse,
    readEvents,
    marker: chatMarker,
  }),
  textOf,
  midStream,
  hollow: hollowOf(["error-in-200", "failed"]),
};
