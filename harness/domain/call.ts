import type { Conversation, ModelTurn } from "./conversation.ts";
import type { QuotaState } from "./quota.ts";
import type { RetrievalAnswer, RetrievalQuery } from "./retrieval.ts";
import type { Boundary, DisconnectCode, FailureKind } from "./vocabulary.ts";
import type { WireReply } from "./wire.ts";

/** Texts to be embedded. */
export interface EmbeddingRequest {
  readonly model: string;
  readonly inputs: readonly string[];
  /** As asked for, or the model's usual number. */
  readonly dimensions: number;
}
export interface EmbeddingAnswer {
  /** One for each input, in order. */
  readonly vectors: readonly (readonly number[])[];
  readonly inputTokens?: number;
}

/** A request to a tool, memory, guardrail, identity provider or another agent, whatever its wire. */
export interface ToolRequest {
  /** Path and query parameters, and body members when the body is an object. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly method?: string;
  readonly path?: string;
  readonly idempotencyKey?: string;
}
export interface ToolAnswer {
  readonly status: number;
  /** The JSON value; a string if the body was not JSON. */
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The reply around the value as it was on the wire, so that a rewrite keeps what the value is not. */
  readonly fields?: unknown;
}

export type CallPayload =
  | { readonly kind: "model"; readonly conversation: Conversation }
  | { readonly kind: "embedding"; readonly request: EmbeddingRequest }
  | { readonly kind: "retrieval"; readonly query: RetrievalQuery }
  | { readonly kind: "tool"; readonly request: ToolRequest };

export type AnswerPayload =
  | { readonly kind: "model"; readonly turn: ModelTurn }
  | { readonly kind: "embedding"; readonly result: EmbeddingAnswer }
  | { readonly kind: "retrieval"; readonly result: RetrievalAnswer }
  | { readonly kind: "tool"; readonly result: ToolAnswer };

/** What a client library says of its own retries, in headers that it adds by itself. */
export interface ClientAttempt {
  /** From 1; one more with every retry that the library itself makes. */
  readonly attempt: number;
  /** How many attempts the library would make. */
  readonly of?: number;
  /** The same for all attempts that one call of the library makes. */
  readonly invocation?: string;
  /** How long the library will wait for this attempt, in ms. */
  readonly timeoutMs?: number;
}

/** What a protocol reads from a request; the router adds the address. */
export interface CallDraft {
  /** `chat`, `search`, `get_order`, … */
  readonly operation: string;
  readonly payload: CallPayload;
  /** The client asked for a streamed reply. */
  readonly stream: boolean;
  /** What the protocol itself must remember of the request to answer it, such as a JSON-RPC id. Not part of the fingerprint. */
  readonly echo?: unknown;
  /** Not part of the fingerprint either: it changes from attempt to attempt. */
  readonly client?: ClientAttempt;
}

/** One decoded crossing of a boundary. */
export interface Call extends CallDraft {
  readonly boundary: Boundary;
  readonly dependency: string;
  readonly protocol: string;
  /** Which logical call of this operation in this performance, from 1. */
  readonly occurrence: number;
  /** Which attempt at that logical call, from 1. */
  readonly attempt: number;
  /** `tool:orders.get_order[1]#2`: independent of time. */
  readonly address: string;
  readonly trial: string;
  readonly performance: string;
  /** Milliseconds since the trial began. */
  readonly at: number;
}

/** A semantic failure of a dependency. The protocol makes it wire-exact. */
export interface Failure {
  readonly kind: FailureKind;
  readonly message?: string;
  /** Present: the provider announces it. */
  readonly retryAfterMs?: number;
  /** Which limit was hit, for `throttled`. */
  readonly limit?: "requests" | "tokens";
  /** For plain HTTP tools: the status to show instead of the kind's usual one. */
  readonly status?: number;
  /** Extra headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is left of the quota that was hit, for providers whose headers tell. */
  readonly quota?: QuotaState;
}

export type Reply =
  | { readonly kind: "answer"; readonly payload: AnswerPayload }
  | { readonly kind: "failure"; readonly failure: Failure }
  /** Bytes as they are: relayed from upstream or a mock, or malformed on purpose. */
  | { readonly kind: "raw"; readonly wire: WireReply }
  /** No reply at all. `hang` = the connection stays open and nothing comes. */
  | { readonly kind: "disconnect"; readonly code: DisconnectCode | "hang" };

export const addressOf = (
  call: Pick<Call, "boundary" | "dependency" | "operation" | "occurrence" | "attempt">,
): string => `${call.boundary}:${call.dependency}.${call.operation}[${call.occurrence}]#${call.attempt}`;
