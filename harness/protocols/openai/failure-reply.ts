import type { Call, Failure } from "../../domain/call.ts";
import type { Binding, EncodeContext } from "../../domain/protocol.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";
import { type Dialect, type ErrorMember, errorMember } from "./dialect.ts";
import { conversationOf, type FailedError } from "./endpoint.ts";

/** @throws {Error} for a kind that the dialect has no form for. */
export function failureReply(
  dialect: Dialect,
  failure: Failure,
  call: Call,
  context: EncodeContext,
  binding: Binding,
): WireReply {
  const form = dialect.forms[failure.kind];
  if (!form) {
    throw new Error(`This provider has no "${failure.kind}": use one of ${Object.keys(dialect.forms).join(", ")}.`);
  }
  const extra = extraHeaders(failure);
  if ("html" in form) return edgePage(form.status, dialect.edge, { ...dialect.announced(failure), ...extra });
  const headers = {
    "content-type": "application/json; charset=utf-8",
    ...dialect.failureHeaders(failure, context),
    ...extra,
  };
  const error = errorOf(dialect, failure, call);
  return jsonReply(form.status, headers, dialect.envelope?.(error, binding) ?? { error });
}

/** The `error` of a failure. Proxies know no JSON: inside a stream the service itself reports the error. */
export function errorOf(dialect: Dialect, failure: Failure, call: Call | undefined): ErrorMember {
  const form = dialect.forms[failure.kind];
  const model = (call && modelOf(call)) ?? "the requested model";
  const error =
    form && "error" in form
      ? form.error(failure, model)
      : errorMember("server_error", null, "The server had an error while processing your request.");
  if (failure.message === undefined) return error;
  return typeof error === "string" ? failure.message : { ...error, message: failure.message };
}

/** A failed response says code and message, and nothing else. */
export function failedError(error: ErrorMember): FailedError {
  if (typeof error === "string") return { code: "server_error", message: error };
  const code = error["code"] ?? error["type"];
  return { code: typeof code === "string" ? code : "server_error", message: String(error["message"] ?? "") };
}

function modelOf(call: Call): string | undefined {
  if (call.payload.kind === "embedding") return call.payload.request.model;
  return conversationOf(call)?.model;
}
