import type { Call, CallDraft } from "../../domain/call.ts";
import type { Conversation, ModelTurn } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import type { Marker } from "../shared/sse.ts";
import type { ResultsIn } from "../shared/tool-results.ts";
import type { ErrorMember } from "./dialect.ts";

/** One of the provider's ways to ask a model. They share everything but the shapes of request and answer. */
export interface Endpoint {
  readonly operation: "chat" | "responses";
  /** How the path ends, whatever the base address: a deployment's path too. */
  readonly path: string;
  /** @throws {BadRequest} */
  decode(body: unknown): CallDraft;
  /** The tool results of a request. */
  readonly results: ResultsIn;
  /** The unstreamed answer. */
  whole(turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown;
  /** The streamed answer, one frame per event. */
  stream(turn: ModelTurn, conversation: Conversation, context: EncodeContext): readonly Frame[];
  /** Undefined if the value is no finished answer. */
  readWhole(value: unknown): ModelTurn | undefined;
  /** Undefined if the stream was cut before its end. */
  readStream(events: readonly { readonly event?: string; readonly data: unknown }[]): ModelTurn | undefined;
  marker(): Marker;
  /** A success that holds no choice or output. */
  emptyWhole(conversation: Conversation, context: EncodeContext): unknown;
  emptyStream(conversation: Conversation, context: EncodeContext): readonly Frame[];
  /** An answer that says of itself that it failed; absent = this endpoint has none. */
  failed?(error: FailedError, conversation: Conversation, context: EncodeContext): FailedAnswer;
  /** How a stream that has begun reports an error. */
  errorEvent(error: ErrorMember): Frame;
  /** A delta of nothing, with the ids and places of the content frame before it, if that is known. */
  emptyDelta(context: EncodeContext, last: unknown): Frame;
  /** An event's data without its usage: undefined = nothing else is in it; the same value = it tells none. */
  withoutUsage(data: unknown): unknown;
  /** The text or arguments that an event adds. */
  textOf(data: unknown): string;
}

/** All that a failed response says of its error. */
export interface FailedError {
  readonly code: string;
  readonly message: string;
}
export interface FailedAnswer {
  readonly whole: unknown;
  readonly stream: readonly Frame[];
}

/** The conversation of a call, if it has one: a request that the provider refuses to read has none. */
export const conversationOf = (call: Call): Conversation | undefined =>
  call.payload.kind === "model" ? call.payload.conversation : undefined;

/** Only Responses events have a type, as name or as member. */
export const operationOf = (type: string | undefined): Endpoint["operation"] =>
  type === undefined ? "chat" : "responses";

/** For a request that nobody could read. */
export const blankConversation = (stream: boolean): Conversation => ({
  model: "unknown",
  system: "",
  messages: [],
  tools: [],
  stream,
});
