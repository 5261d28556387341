import type { AnswerPayload, Call, CallDraft, Failure, Reply } from "./call.ts";
import type { Boundary, FailureKind } from "./vocabulary.ts";
import type { Frame, WireReply, WireRequest } from "./wire.ts";

/** How a dependency of the system map is bound to its protocol. */
export interface Binding {
  /** The user's name for the dependency. */
  readonly dependency: string;
  /** Base address without a trailing slash. */
  readonly url: string;
  /** The protocol's own settings from the system map, not yet checked. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface EncodeContext {
  /** A fresh, unique id for this reply, the same in every run of the same trial: `id("chatcmpl-")`. */
  id(prefix: string): string;
  /** Seconds since the Unix epoch, for `created` fields. */
  readonly nowSeconds: number;
}

/** What a protocol can put into a stream that has already begun. */
export interface MidStream {
  /** The provider's in-stream error. With the call, in the form of the endpoint that it went to; without, in one that all its clients read. */
  failure(failure: Failure, context: EncodeContext, call?: Call): Frame;
  /** A keep-alive that clients swallow: an SSE comment or a ping. */
  keepAlive(): Frame;
}

/** One wire protocol: bytes ⇄ calls and replies. Pure; knows nothing of faults. */
export interface Protocol {
  readonly name: string;
  readonly summary: string;
  readonly boundary: Boundary;
  /** The failures that this provider really has. */
  readonly failures: readonly FailureKind[];
  /** What else the protocol accepts in `options`, checked at load: messages of what is wrong, empty if nothing is. */
  checkOptions?(options: Readonly<Record<string, unknown>>): readonly string[];
  /** The operation that a request asks for, or undefined if the protocol has no such endpoint (then it is relayed). */
  recognise(request: WireRequest, binding: Binding): string | undefined;
  /** @throws {BadRequest} if the client's body is not what the provider would accept. */
  decodeCall(request: WireRequest, binding: Binding): CallDraft;
  encodeReply(
    call: Call,
    reply: Extract<Reply, { kind: "answer" | "failure" }>,
    binding: Binding,
    context: EncodeContext,
  ): WireReply;
  /** The canonical answer in a whole wire reply (a stream already joined); undefined if it is not one. */
  decodeReply(
    call: Call,
    reply: { status: number; headers: Readonly<Record<string, string>>; bytes: Uint8Array },
    binding: Binding,
  ): AnswerPayload | undefined;
  /** Cuts relayed bytes into marked frames without changing or delaying any; absent = every chunk is content. */
  split?(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Frame>;
  readonly midStream?: MidStream;
}

/** A client's request that the provider itself would refuse. The router answers it in the provider's own shape. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}
