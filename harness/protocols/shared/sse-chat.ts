import type { Call, CallDraft, Failure } from "../../domain/call.ts";
import type { Conversation, ModelTurn } from "../../domain/conversation.ts";
import { BadRequest, type EncodeContext, type Protocol } from "../../domain/protocol.ts";
import type { Frame, WireReply, WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "./json-body.ts";
import { mismatch } from "./mismatch.ts";
import { splitReply } from "./split-reply.ts";
import { isEventStream, jsonEvents, type Marker } from "./sse.ts";
import { type ResultsIn, rewriting } from "./tool-results.ts";

/** One endpoint that answers a conversation with a JSON value, or with events. */
interface SseChat {
  isChat(request: WireRequest, url: string): boolean;
  /** What the service says of addresses that it does not have. */
  readonly noSuchRoute: string;
  /** @throws {BadRequest} */
  decode(body: unknown, operation: string): CallDraft;
  /** The tool results of a request. */
  readonly results: ResultsIn;
  failure(failure: Failure, call: Call, context: EncodeContext): WireReply;
  /** On every reply. */
  headers(context: EncodeContext): Record<string, string>;
  readonly streamType: string;
  whole(turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown;
  frames(turn: ModelTurn, conversation: Conversation, context: EncodeContext): readonly Frame[];
  readWhole(value: unknown): ModelTurn | undefined;
  readEvents(events: readonly { readonly data: unknown }[]): ModelTurn | undefined;
  marker(): Marker;
}

const operation = "chat";

/** What protocols of such an endpoint have in common. */
export const sseChat = (
  wire: SseChat,
): Pick<
  Protocol,
  "boundary" | "operations" | "recognise" | "decodeCall" | "withToolResults" | "encodeReply" | "decodeReply" | "split"
> => ({
  boundary: "model",
  operations: () => [operation],
  recognise: (request, { url }) => (wire.isChat(request, url) ? operation : undefined),
  decodeCall(request, { url }) {
    if (!wire.isChat(request, url)) throw new BadRequest(wire.noSuchRoute, "not-found");
    return wire.decode(parseJson(request.body), operation);
  },
  withToolResults: rewriting(() => wire.results),
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return wire.failure(reply.failure, call, context);
    if (reply.payload.kind !== "model" || call.payload.kind !== "model") throw mismatch(call, reply.payload);
    const { turn } = reply.payload;
    const { conversation } = call.payload;
    const headers = wire.headers(context);
    if (!call.stream) {
      const value = wire.whole(turn, conversation, context);
      return jsonReply(200, { "content-type": "application/json", ...headers }, value);
    }
    return {
      status: 200,
      // Without `transfer-encoding` a mocked stream that is cut looks to fetch like one that ended well.
      headers: { "content-type": wire.streamType, "transfer-encoding": "chunked", ...headers },
      body: wire.frames(turn, conversation, context),
    };
  },
  decodeReply(call, { status, headers, bytes }) {
    if (call.operation !== operation || status < 200 || status > 299) return undefined;
    const turn = isEventStream(headers) ? wire.readEvents(jsonEvents(bytes)) : wire.readWhole(parseJson(bytes));
    return turn && { kind: "model", turn };
  },
  split: (chunks, head) => splitReply(chunks, head, wire.marker()),
});
