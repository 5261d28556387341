import type { AnswerPayload, Call, CallDraft, ClientAttempt, Failure, Reply } from "./call.ts";
import type { Chance } from "./chance.ts";
import type { StopReason, ToolResultContent } from "./conversation.ts";
import type { QuotaRules, QuotaState } from "./quota.ts";
import type { Boundary, FailureKind, HollowKind } from "./vocabulary.ts";
import type { Frame, Piece, WireReply, WireRequest } from "./wire.ts";

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
  /** What is left of the client's quota, if one is kept: successful replies tell it too. */
  readonly quota?: QuotaState;
}

/** What a protocol can put into a stream that has already begun. Everything optional is a feature that a wire may not have. */
export interface MidStream {
  /** The failures that the provider really reports inside a stream. */
  readonly failures: readonly FailureKind[];
  /** The provider's in-stream error. With the call, in the form of the endpoint that it went to; without, in one that all its clients read. */
  failure(failure: Failure, context: EncodeContext, call?: Call): Frame;
  /** A keep-alive that clients swallow: an SSE comment or a ping. */
  keepAlive?(): Frame;
  /**
   * An event that clients take for progress, though it carries nothing: an empty text delta. `last`: the content frame before it,
   * from which the block, item and ids are taken, so that clients that put a stream together see it go on. `nth`: which one of a
   * stall it is, from 1.
   */
  emptyDelta?(context: EncodeContext, call?: Call, last?: Frame, nth?: number): Frame;
  /** The same frame with a checksum that does not hold (binary streams). */
  breakChecksum?(frame: Frame): Frame;
  /** The same frame without what it tells of usage; undefined = it tells nothing else, and is left out. The frame itself if it tells none. */
  withoutUsage?(frame: Frame): Frame | undefined;
  /** The same frame with content that no parser of its clients accepts; absent = the JSON in its `data:` lines is spoilt. */
  garble?(frame: Frame, how: "truncated" | "noise", chance: Chance): Frame;
}

/** Successful replies that hold no answer, as the provider would shape them. */
export interface Hollow {
  readonly kinds: readonly HollowKind[];
  /** @throws {Error} for a kind that is not in `kinds`. */
  reply(kind: HollowKind, call: Call, context: EncodeContext, failure: Failure): WireReply;
}

/**
 * What a server says to its client in the middle of a call: it may ask, and wait for the answer. So this passes while a fault reads
 * the reply to its end, and only the answer is held.
 */
export interface Asides {
  /** Whether replies to this call that begin so can hold any. */
  within(call: Call, head: ReplyHead): boolean;
  isAside(frame: Frame): boolean;
  /** What is left to say in a reply that has begun already, whatever its status would have been. */
  after(call: Call, reply: WireReply): AsyncIterable<Piece>;
}

/** How a provider caches prompts and counts them (its own documentation). */
export interface PromptCaching {
  /** `automatic`: every long enough prefix. `explicit`: only up to the marks in the request. */
  readonly mode: "automatic" | "explicit";
  /** The shortest prefix that is cached, and the steps in which longer ones are, in tokens. */
  readonly minTokens: number;
  readonly stepTokens: number;
  readonly ttlMs: number;
  /** How much sooner the first token comes when the whole prompt is cached: 0.8 = in a fifth of the time. */
  readonly saves: number;
}

export interface DocumentFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The beginning of a reply that is being relayed. */
export interface ReplyHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** An error of JSON-RPC 2.0, section 5.1. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** What a protocol knows of the tools that its dependencies list. */
export interface ToolList {
  /** The operation that asks for the list. Its answer is `{ tools: [{ name, description, … }, …] }`. */
  readonly operation: string;
  /** The tool that a call uses, if it uses one. */
  toolOf(call: Call): string | undefined;
  /** A reply that says, before its answer, that the list is another now; the reply itself if it has no room for that. */
  announced(call: Call, reply: WireReply): WireReply;
  /** The same request for another tool. */
  asTool(request: WireRequest, tool: string): WireRequest;
}

/** What is wrong with an option. */
export interface OptionFault {
  /** Of the value, below `options`. */
  readonly path: readonly (string | number)[];
  /** There is no option of this name: its key is what is wrong. */
  readonly unknown?: true;
  readonly message: string;
}

/** One wire protocol: bytes ⇄ calls and replies. Pure; knows nothing of faults. */
export interface Protocol {
  readonly name: string;
  readonly summary: string;
  readonly boundary: Boundary;
  /** Where the provider's own service is: `path` is that of its base address, `env` the variable by which clients are told another. */
  readonly home?: { readonly host: RegExp; readonly path?: string; readonly env?: string };
  /** `gen_ai.provider.name` of OpenTelemetry's conventions, for calls to models; absent = the protocol's own name. */
  readonly provider?: string;
  /** The failures that this provider really has. */
  readonly failures: readonly FailureKind[];
  /** False: the provider never says how long to wait. */
  readonly announcesWait?: false;
  /** Of `failures`, those that reach a client with status 200, told in the body, once its request has been read. Absent = none. */
  readonly failsIn200?: readonly FailureKind[];
  /** The stop reasons that this wire can tell apart; absent = stop, length, tool-calls, content-filter, refusal. */
  readonly stopReasons?: readonly StopReason[];
  readonly hollow?: Hollow;
  readonly caching?: PromptCaching;
  readonly quota?: QuotaRules;
  /** The headers in which replies tell what is left of a quota, over those of a live service that knows another. Absent = none tell it. */
  quotaHeaders?(quota: QuotaState, context: EncodeContext): Readonly<Record<string, string>>;
  /** Replies can say that not everything was searched: `RetrievalAnswer.partial`. */
  readonly tellsPartial?: true;
  /** Replies carry an id of their own, which `ModelTurn.responseId` replaces. */
  readonly responseIds?: true;
  /** For protocols on JSON-RPC: the answer to a call is this error. */
  rpcError?(call: Call, error: RpcError): WireReply;
  /** The session that a call belongs to, for protocols whose servers keep sessions; `not-found` says that one is gone. */
  sessionOf?(call: Call): string | undefined;
  readonly toolList?: ToolList;
  /** Its servers may also stand behind standard streams: `stdio://name`. */
  readonly overStdio?: true;
  /** What else the protocol accepts in `options`, checked at load: what is wrong, empty if nothing is. */
  checkOptions?(options: Readonly<Record<string, unknown>>): readonly OptionFault[];
  /** Options that name a file by its path. Loading puts what the file holds in their place. */
  readonly documents?: readonly string[];
  /** What is wrong in such a document, each at its path in it; empty if nothing is. */
  checkDocument?(option: string, document: unknown): readonly DocumentFault[];
  /**
   * Every name that `recognise` can give with these options. Undefined or absent = the names are the service's own and not known here.
   * What is relayed unread goes by its method and path and is not among them.
   */
  operations?(options: Readonly<Record<string, unknown>>): readonly string[] | undefined;
  /** The operation that a request asks for, or undefined if the protocol has no such endpoint (then it is relayed). */
  recognise(request: WireRequest, binding: Binding): string | undefined;
  /** @throws {BadRequest} if the client's body is not what the provider would accept. */
  decodeCall(request: WireRequest, binding: Binding): CallDraft;
  /**
   * A request to a model with other content in some of its tool results, each under its place among them (those that `decodeCall`
   * gives as messages of the role `tool`, from 0). Every byte that is no content of these stays. Absent = its requests hold none.
   */
  withToolResults?(request: WireRequest, binding: Binding, others: ReadonlyMap<number, ToolResultContent>): WireRequest;
  /** The request is signed over its body, so that nobody but its sender can change it. Absent = none of its requests is. */
  isSealed?(request: WireRequest): boolean;
  /** Its calls are the results of tools inside the agent, as they stand in what the agent asks a model. They cross no wire. */
  readonly inContext?: true;
  /** Which of its own attempts the client library says that this is. Absent or undefined: its clients do not number them. */
  clientAttempt?(request: WireRequest): ClientAttempt | undefined;
  /** False: the answer crosses on another request than the call, so that nobody can make or change it here. Absent = always true. */
  answersHere?(call: Call): boolean;
  /** The declared JSON Schema of the value that a call is answered with, references resolved; undefined if none is declared. */
  responseSchema?(call: Call, binding: Binding, status: number): unknown;
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
  /**
   * Cuts relayed bytes into marked frames without changing or delaying any. A reply that is no stream, by its head, passes chunk by
   * chunk, marked `whole`. Absent = the wire has no streams: every chunk is `whole`.
   */
  split?(chunks: AsyncIterable<Uint8Array>, head: ReplyHead): AsyncIterable<Frame>;
  /** The generated text that a frame of a stream adds: words, or arguments of a tool call. Absent = guessed from the JSON in the frame. */
  textOf?(frame: Frame): string;
  readonly midStream?: MidStream;
  /** Absent = nothing but the answer comes in a reply. */
  readonly asides?: Asides;
  /**
   * Behind the gateway: addresses of the dependency that a reply tells (an agent card, a discovery document) become those at which
   * the client reaches it. It would go around the gateway otherwise. Absent = its replies tell none.
   */
  relocate?(call: Call, reply: WireReply, binding: Binding, reachedAt: string): WireReply;
  /**
   * What clients ask for around the calls themselves, answered where nothing else does: versions, health, the address or the id of
   * a collection. With it a dependency with a corpus needs no mocks. Undefined: nothing can be said without the real service.
   */
  standIn?(request: WireRequest, binding: Binding): WireReply | undefined;
}

/** A client's request that the provider itself would refuse. The router answers it in the provider's own shape. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
  /** What the provider would call it. */
  readonly kind: FailureKind;
  constructor(message: string, kind: FailureKind = "invalid-request") {
    super(message);
    this.kind = kind;
  }
}
