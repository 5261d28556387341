import type { Call, Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";

interface Form {
  readonly status: number;
  message(model: string): string;
}
const fixed = (status: number, message: string): Form => ({ status, message: () => message });

/** A server of one's own has few failures; those of keys, limits and gateways come with models that run in its cloud. */
const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  overloaded: fixed(503, "server busy, please try again.  maximum pending requests exceeded"),
  throttled: fixed(429, "too many concurrent requests"),
  "quota-exhausted": fixed(
    429,
    "you have reached your session usage limit, upgrade for higher limits: https://ollama.com/upgrade",
  ),
  "server-error": fixed(500, "an error was encountered while running the model"),
  "model-error": fixed(
    500,
    "model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, " +
      "check ollama server logs for details",
  ),
  "model-not-ready": fixed(500, "timed out waiting for llama runner to start - progress 0.00 - "),
  "bad-gateway": fixed(502, "upstream error: the cloud model cannot be reached"),
  "context-overflow": fixed(400, "the input length exceeds the context length"),
  "credentials-expired": fixed(401, "unauthorized"),
  "access-denied": fixed(403, "cloud models are not available"),
  "not-found": { status: 404, message: (model) => `model '${model}' not found` },
  "invalid-request": fixed(400, "invalid request"),
};

export const ollamaFailures = Object.keys(forms) as readonly FailureKind[];

/** `{"error": text}`. @throws {Error} for a kind that is not in `ollamaFailures`. */
export function failureReply(failure: Failure, call: Call): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`This provider has no "${failure.kind}": use one of ${ollamaFailures.join(", ")}.`);
  const headers = { "content-type": "application/json; charset=utf-8", ...extraHeaders(failure) };
  return jsonReply(form.status, headers, errorBody(failure, call));
}

export const errorBody = (failure: Failure, call: Call | undefined): { error: string } => ({
  error:
    failure.message ??
    forms[failure.kind]?.message(modelOf(call)) ??
    "an error was encountered while running the model",
});

export const modelOf = (call: Call | undefined): string => {
  if (call?.payload.kind === "model") return call.payload.conversation.model;
  return call?.payload.kind === "embedding" ? call.payload.request.model : "the-requested-model";
};
