import type { AnswerPayload, Call } from "../../domain/call.ts";
import { BadRequest, type Binding, type EncodeContext, type Protocol } from "../../domain/protocol.ts";
import type { WireReply, WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { isObject, jsonReply, parseJson } from "../shared/json-body.ts";
import { noOptions } from "../shared/options.ts";
import { isEventStream, jsonEvents, type Marker } from "../shared/sse.ts";
import { splitEvents } from "../shared/sse-splitter.ts";
import { usageOf } from "../shared/usage.ts";
import { chat } from "./chat/index.ts";
import { conversationOf, type Endpoint } from "./endpoint.ts";
import { failureReply, openaiFailures } from "./failures.ts";
import { quotaHeaders, serviceHeaders } from "./headers.ts";
import { midStream } from "./mid-stream.ts";
import { responses } from "./responses/index.ts";

const endpoints: readonly Endpoint[] = [chat, responses];

const endpointOf = (request: WireRequest, binding: Binding): Endpoint | undefined =>
  request.method === "POST" ? endpointAt(pathBelow(request, binding)) : undefined;
const endpointAt = (below: string): Endpoint | undefined => endpoints.find(({ path }) => below.endsWith(path));

/** Endpoints that are not a model call, such as embeddings, have no entry here. */
const endpointNamed = (call: Call): Endpoint | undefined =>
  endpoints.find(({ operation }) => operation === call.operation);

/**
 * Chat Completions and Responses under one name: a client picks the endpoint, the system map does not have to know.
 * Operations are `chat` and `responses`, because everything but the request needs to know which one it was.
 */
export const openai: Protocol = {
  name: "openai",
  summary: "OpenAI Chat Completions and Responses, JSON and SSE, and servers that speak like them.",
  boundary: "model",
  failures: openaiFailures,
  checkOptions: noOptions,
  recognise: (request, binding) => endpointOf(request, binding)?.operation,
  decodeCall(request, binding) {
    const endpoint = endpointOf(request, binding);
    if (!endpoint) throw new BadRequest(`Invalid URL (${request.method} ${pathBelow(request, binding)})`);
    return endpoint.decode(parseJson(request.body));
  },
  encodeReply(call, reply, _binding, context): WireReply {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    return answerReply(call, reply.payload, context);
  },
  decodeReply(call, { status, headers, bytes }) {
    const endpoint = endpointNamed(call);
    if (!endpoint || status < 200 || status > 299) return undefined;
    const turn = isEventStream(headers) ? endpoint.readStream(jsonEvents(bytes)) : endpoint.readWhole(parseJson(bytes));
    return turn && { kind: "model", turn };
  },
  split: (chunks) => splitEvents(chunks, markerOfEither()),
  midStream,
};

function answerReply(call: Call, payload: AnswerPayload, context: EncodeContext): WireReply {
  const endpoint = endpointNamed(call);
  const conversation = conversationOf(call);
  if (payload.kind !== "model" || !endpoint || !conversation) {
    throw new Error(`Cannot answer ${call.operation} of "${call.dependency}" with a ${payload.kind} answer.`);
  }
  const headers = { ...serviceHeaders(context), ...quotaHeaders(usageOf(payload.turn, conversation)) };
  if (!call.stream) {
    return jsonReply(
      200,
      { "content-type": "application/json", ...headers },
      endpoint.whole(payload.turn, conversation, context),
    );
  }
  return {
    status: 200,
    // Without `transfer-encoding` a mocked stream that is cut looks to fetch like one that ended well.
    headers: { "content-type": "text/event-stream; charset=utf-8", "transfer-encoding": "chunked", ...headers },
    body: endpoint.stream(payload.turn, conversation, context),
  };
}

/** A relayed stream does not say which endpoint it is from, but only Responses events have a type, as name or as member. */
function markerOfEither(): Marker {
  const [ofChat, ofResponses] = [chat.marker(), responses.marker()];
  return (name, data) => {
    const type = name ?? (isObject(data) && typeof data.type === "string" ? data.type : undefined);
    return type === undefined ? ofChat(name, data) : ofResponses(type, data);
  };
}
