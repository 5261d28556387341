import type { Call, CallDraft } from "../../domain/call.ts";
import type { Conversation, ModelTurn } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import type { Marker } from "../shared/sse.ts";

/** One of the provider's ways to ask a model. They share everything but the shapes of request and answer. */
export interface Endpoint {
  readonly operation: "chat" | "responses";
  /** How the path ends, whatever the base address: a deployment's path too. */
  readonly path: string;
  /** @throws {BadRequest} */
  decode(body: unknown): CallDraft;
  /** The unstreamed answer. */
  whole(turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown;
  /** The streamed answer, one frame per event. */
  stream(turn: ModelTurn, conversation: Conversation, context: EncodeContext): readonly Frame[];
  /** Undefined if the value is no finished answer. */
  readWhole(value: unknown): ModelTurn | undefined;
  /** Undefined if the stream was cut before its end. */
  readStream(events: readonly { readonly event?: string; readonly data: unknown }[]): ModelTurn | undefined;
  marker(): Marker;
}

/** The conversation of a call, if it has one: a request that the provider refuses to read has none. */
export const conversationOf = (call: Call): Conversation | undefined =>
  call.payload.kind === "model" ? call.payload.conversation : undefined;
