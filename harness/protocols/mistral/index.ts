import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { noOptions } from "../shared/options.ts";
import { splitReply } from "../shared/split-reply.ts";
import { isEventStream, jsonEvents } from "../shared/sse.ts";
import { completion } from "./completion.ts";
import { failureReply, mistralFailures } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { midStream } from "./mid-stream.ts";
import { readChunks, readCompletion } from "./read.ts";
import { decodeChat } from "./request.ts";
import { chunkFrames, chunkMarker } from "./stream.ts";

export { mistralEmbeddings } from "./embeddings.ts";

const operation = "chat";

/** The official client appends `/v1/chat/completions` to its server, others `/chat/completions` to a base with the version in it. */
const isChat = (request: WireRequest, url: string): boolean =>
  request.method === "POST" && pathBelow(request, { url }).endsWith("/chat/completions");

export const mistral: Protocol = {
  name: "mistral",
  summary: "Mistral chat completions, JSON and SSE.",
  boundary: "model",
  failures: mistralFailures,
  stopReasons: ["stop", "length", "tool-calls", "context-window"],
  responseIds: true,
  checkOptions: noOptions,
  recognise: (request, { url }) => (isChat(request, url) ? operation : undefined),
  decodeCall(request, { url }) {
    if (!isChat(request, url)) throw new BadRequest("no Route matched with those values", "not-found");
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
        completion(turn, conversation, context),
      );
    return {
      status: 200,
      // Without `transfer-encoding` a mocked stream that is cut looks to fetch like one that ended well.
      headers: { "content-type": "text/event-stream; charset=utf-8", "transfer-encoding": "chunked", ...headers },
      body: chunkFrames(turn, conversation, context),
    };
  },
  decodeReply(call, { status, headers, bytes }) {
    if (call.operation !== operation || status < 200 || status > 299) return undefined;
    const turn = isEventStream(headers) ? readChunks(jsonEvents(bytes)) : readCompletion(parseJson(bytes));
    return turn && { kind: "model", turn };
  },
  split: (chunks, head) => splitReply(chunks, head, chunkMarker()),
  midStream,
  hollow: hollowOf(["no-answer", "error-in-200", "failed"]),
};
