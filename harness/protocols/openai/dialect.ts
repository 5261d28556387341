import type { Failure } from "../../domain/call.ts";
import type { Usage } from "../../domain/conversation.ts";
import type { Binding, EncodeContext } from "../../domain/protocol.ts";
import type { QuotaState } from "../../domain/quota.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireRequest } from "../../domain/wire.ts";
import type { Endpoint } from "./endpoint.ts";

/** The `error` member of a body: mostly an object with message, type, param and code; some servers send text. */
export type ErrorMember = Readonly<Record<string, unknown>> | string;

/** What a failure looks like: a page of the proxy in front, or an error of the service. */
export type Form =
  | { readonly status: number; readonly html: true }
  | { readonly status: number; error(failure: Failure, model: string): ErrorMember };

export type Forms = Readonly<Partial<Record<FailureKind, Form>>>;

/** In what the servers that speak these endpoints differ. */
export interface Dialect {
  readonly endpoints: readonly Endpoint[];
  readonly forms: Forms;
  /** Of `forms`, those that are also reported inside a stream. */
  readonly inStream: readonly FailureKind[];
  /** What the proxy in front calls itself. */
  readonly edge: string;
  /** The endpoint for a path below the base address, and the model if the path names it. */
  place(request: WireRequest, binding: Binding): Place | undefined;
  /** On answers. `usage`: what the call cost, also if the body does not say. */
  answerHeaders(usage: Usage, context: EncodeContext): Record<string, string>;
  /** What is left of a quota; absent = the server does not tell. */
  quotaHeaders?(quota: QuotaState): Record<string, string>;
  /** On errors of the service. */
  failureHeaders(failure: Failure, context: EncodeContext): Record<string, string>;
  /** How long to wait, where the server says it, on pages of the proxy too. */
  announced(failure: Failure): Record<string, string>;
  /** The body around an error; absent = `{error}`. */
  envelope?(error: ErrorMember, binding: Binding): unknown;
}

export interface Place {
  readonly endpoint: Endpoint;
  readonly model?: string;
}

export const errorMember = (
  type: string | null,
  code: string | number | null,
  message: string,
  param: string | null = null,
): ErrorMember => ({ message, type, param, code });

/** A form that says the same whatever was asked. */
export const fixed = (
  status: number,
  type: string | null,
  code: string | number | null,
  message: string,
  param: string | null = null,
): Form => ({ status, error: () => errorMember(type, code, message, param) });
