import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { noOptions } from "../shared/options.ts";
import { splitReply } from "../shared/split-reply.ts";
import { isEventStream, jsonEvents } from "../shared/sse.ts";
import { cohereFailures, failureReply } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { midStream, textOf } from "./mid-stream.ts";
import { readEvents, readResponse } from "./read.ts";
import { decodeChat } from "./request.ts";
import { chatResponse } from "./response.ts";
import { chatEvents, chatMarker } from "./stream.ts";

export { cohereEmbeddings } from "./embeddings.ts";

const operation = "chat";

/** The official client appends `v2/chat` to its server, others `/chat` to a base that ends in `/v2`. Version 1 is another wire. */
const isChat = (request: WireRequest): boolean =>
  request.method === "POST" && /\/v2\/chat\/*$/.test(URL.parse(request.url)?.pathname ?? "");

export const cohere: Protocol = {
  name: "cohere",
  summary: "Cohere chat (API version 2), JSON and SSE.",
  boundary: "model",
  failures: cohereFailures,
  stopReasons: ["stop", "length", "tool-calls"],
  responseIds: true,
  checkOptions: noOptions,
  recognise: (request) => (isChat(request) ? operation : undefined),
  decodeCall(request) {
    if (!isChat(request)) throw new BadRequest("404 page not found", "not-found");
    return decodeChat(parseJson(request.body), operation);
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    if (reply.payload.kind !== "model" || call.payload.kind !== "model")
      throw new Error(`Cannot answer ${call.operation} of "${call.dependency}" with a ${reply.payload.kind} answer.`);
    const { turn } = reply.payload;
    const { conversation } = call.payload;
    const headers = serviceHeaders(context);
    if (!call.stream)
      return jsonReply(
        200,
        { "content-type": "application/json", ...headers },
        chatResponse(turn, conversation, context),
      );
    return {
      status: 200,
      // Without `transfer-encoding` a mocked stream that is cut looks to fetch like one that ended well.
      headers: { "content-type": "text/event-stream", "transfer-encoding": "chunked", ...headers },
      body: chatEvents(turn, conversation, context),
    };
  },
  decodeReply(call, { status, headers, bytes }) {
    if (call.operation !== operation || status < 200 || status > 299) return undefined;
    const turn = isEventStream(headers) ? readEvents(jsonEvents(bytes)) : readResponse(parseJson(bytes));
    return turn && { kind: "model", turn };
  },
  split: (chunks, head) => splitReply(chunks, head, chatMarker()),
  textOf,
  midStream,
  hollow: hollowOf(["error-in-200", "failed"]),
};
