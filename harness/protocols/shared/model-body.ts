import type { Conversation, ModelTurn } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { FrameMark } from "../../domain/wire.ts";
import type { ResultsIn } from "./tool-results.ts";

/**
 * A provider's own JSON, as another service hosts it: the service has the address, the framing and the failures, the provider
 * the bodies. A chunk is one JSON value of a streamed reply.
 */
export interface ModelBody {
  readonly name: string;
  /** Quota that one token of output uses up where the host counts so; absent = 1. */
  burndown?(model: string): number;
  /** By the model's id, or by the body where the id is an alias that says nothing. */
  fits(model: string, body: unknown): boolean;
  /** @throws {BadRequest} in the provider's words. */
  decode(body: unknown, model: string, stream: boolean): Conversation;
  /** The tool results of a request; absent = it has none. */
  readonly results?: ResultsIn;
  whole(turn: ModelTurn, conversation: Conversation, context: EncodeContext): unknown;
  chunks(
    turn: ModelTurn,
    conversation: Conversation,
    context: EncodeContext,
  ): readonly Readonly<Record<string, unknown>>[];
  readWhole(value: unknown): ModelTurn | undefined;
  /** Undefined if the stream was cut. */
  readChunks(chunks: readonly unknown[]): ModelTurn | undefined;
  /** What follows the last chunk where chunks are server-sent events: `[DONE]`. */
  readonly end?: string;
  /** What a chunk is to its stream; undefined = it is none of this body's. */
  marker(): (chunk: unknown) => FrameMark | undefined;
  /** The generated text that a chunk adds. */
  textOf(chunk: unknown): string;
  /** A chunk that adds nothing, in the block of the chunk before it. */
  emptyChunk(last: unknown): Readonly<Record<string, unknown>>;
}
