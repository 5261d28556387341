import type { Call, Failure } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";
import { requestId } from "./ids.ts";

/** An error of a service's model, as its clients know it. */
export interface ServiceError {
  readonly status: number;
  /** `ThrottlingException`. */
  readonly name: string;
  readonly message: string;
  /** Further members of the body. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Where the model's own is not the one that follows the name. */
  readonly suffix?: string;
}
/** The page of the load balancer in front of the service, which knows no errors. */
export interface BalancerPage {
  readonly status: 502 | 504;
  readonly html: true;
}
export type ErrorForm = ServiceError | BalancerPage | ((failure: Failure, call: Call | undefined) => ServiceError);

export interface ErrorModel {
  readonly forms: Readonly<Partial<Record<FailureKind, ErrorForm>>>;
  /** Follows the name in `x-amzn-errortype`; clients cut it off at the colon. */
  readonly suffix?: string;
  /** How the body writes an error; absent = `{"message": …}`. */
  readonly body?: (error: ServiceError) => unknown;
  /** Further headers of an error. */
  readonly headers?: (error: ServiceError, failure: Failure) => Readonly<Record<string, string>>;
}

/** Marks where most services' error types are defined. */
export const coral = (namespace: string): string => `:http://internal.amazon.com/coral/${namespace}/`;

export const failuresOf = ({ forms }: ErrorModel): readonly FailureKind[] => Object.keys(forms) as FailureKind[];

/** A part of another model's forms, for an operation that has only some of its service's errors. */
export function someForms({ forms }: ErrorModel, kinds: readonly FailureKind[]): ErrorModel["forms"] {
  const some: Partial<Record<FailureKind, ErrorForm>> = {};
  for (const kind of kinds) {
    const form = forms[kind];
    if (form) some[kind] = form;
  }
  return some;
}

/** The failure as the service's model has it; undefined if it is the balancer's, or the service has none. */
export function serviceError(model: ErrorModel, failure: Failure, call: Call | undefined): ServiceError | undefined {
  const form = model.forms[failure.kind];
  if (!form || "html" in form) return undefined;
  const error = typeof form === "function" ? form(failure, call) : form;
  return failure.message === undefined ? error : { ...error, message: failure.message };
}

/**
 * The restJson1 form: the type stands in a header, the body has little more than the message. None of these services says how
 * long to wait, so an announced wait is left out. @throws {Error} for a kind that the model does not have.
 */
export function errorReply(model: ErrorModel, failure: Failure, call: Call, context: EncodeContext): WireReply {
  const form = model.forms[failure.kind];
  if (form && "html" in form) return edgePage(form.status, "awselb/2.0", extraHeaders(failure));
  const error = serviceError(model, failure, call);
  if (!error) throw new Error(`This service has no "${failure.kind}": use one of ${failuresOf(model).join(", ")}.`);
  const headers = {
    "content-type": "application/json",
    "x-amzn-errortype": `${error.name}${error.suffix ?? model.suffix ?? ""}`,
    "x-amzn-requestid": requestId(context),
    ...model.headers?.(error, failure),
    ...extraHeaders(failure),
  };
  return jsonReply(error.status, headers, (model.body ?? plainBody)(error));
}

export const plainBody = ({ message, members }: ServiceError): Record<string, unknown> => ({ message, ...members });

/** In streams exceptions go by the name of their union member: `throttlingException`. */
export const memberName = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);
