import type { Call, Failure } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";
import { detailOf } from "./complaints.ts";
import { conversationOf } from "./endpoint.ts";
import { announced, goDuration, serviceHeaders, throttleHeaders } from "./headers.ts";

export interface ErrorBody {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}
type Form = { readonly status: number } & (
  | { readonly html: true }
  | { error(failure: Failure, model: string): ErrorBody }
);

const body = (type: string, code: string | null, message: string, param: string | null = null): ErrorBody => ({
  message,
  type,
  param,
  code,
});
const fixed = (
  status: number,
  type: string,
  code: string | null,
  message: string,
  param: string | null = null,
): Form => ({
  status,
  error: () => body(type, code, message, param),
});

const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: {
    status: 429,
    error(failure, model) {
      const type = failure.limit ?? "requests";
      const unit = type === "tokens" ? "tokens per min (TPM)" : "requests per min (RPM)";
      const wait =
        failure.retryAfterMs === undefined ? "" : ` Please try again in ${goDuration(failure.retryAfterMs)}.`;
      return body(
        type,
        "rate_limit_exceeded",
        `Rate limit reached for ${model} in organization org-brownout on ${unit}.${wait}`,
      );
    },
  },
  // The SDKs retry it like any 429; only the code tells that waiting does not help.
  "quota-exhausted": fixed(
    429,
    "insufficient_quota",
    "insufficient_quota",
    "You exceeded your current quota, please check your plan and billing details.",
  ),
  overloaded: fixed(
    503,
    "service_unavailable_error",
    "server_is_overloaded",
    "Our servers are currently overloaded. Please try again later.",
  ),
  unavailable: fixed(503, "server_error", null, "The server is overloaded or not ready yet."),
  "server-error": fixed(
    500,
    "server_error",
    null,
    "The server had an error while processing your request. Sorry about that!",
  ),
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  // A request that runs too long (the flex tier says so in its guide) ends in 408, which the SDKs retry and raise as the plain
  // APIError. Deployments on the partner cloud send the code `Timeout` with it; the message here is theirs too.
  "model-timeout": fixed(408, "server_error", "Timeout", "The operation was timeout."),
  "context-overflow": {
    status: 400,
    error: (_failure, model) =>
      body(
        "invalid_request_error",
        "context_length_exceeded",
        `Your input exceeds the context window of ${model}. Please reduce the length of the messages.`,
        "messages",
      ),
  },
  // A refused prompt. An answer that is cut by the filter is no failure but a stop reason.
  "content-filtered": fixed(
    400,
    "invalid_request_error",
    "invalid_prompt",
    "Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.",
  ),
  "credentials-expired": fixed(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
  "access-denied": {
    status: 403,
    error: (_failure, model) =>
      body(
        "invalid_request_error",
        "model_not_found",
        `Project \`proj_brownout\` does not have access to model \`${model}\`.`,
      ),
  },
  "not-found": {
    status: 404,
    error: (_failure, model) =>
      body(
        "invalid_request_error",
        "model_not_found",
        `The model \`${model}\` does not exist or you do not have access to it.`,
      ),
  },
  "invalid-request": {
    status: 400,
    error({ message = "Invalid request." }) {
      const { param, code } = detailOf(message);
      return body("invalid_request_error", code, message, param);
    },
  },
};

export const openaiFailures = Object.keys(forms) as readonly FailureKind[];

/** @throws {Error} for a kind that is not in `openaiFailures`. */
export function failureReply(failure: Failure, call: Call, context: EncodeContext): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`This provider has no "${failure.kind}": use one of ${openaiFailures.join(", ")}.`);
  const extra = extraHeaders(failure);
  if ("html" in form) return edgePage(form.status, "cloudflare", { ...announced(failure), ...extra });
  const headers = {
    "content-type": "application/json; charset=utf-8",
    ...serviceHeaders(context),
    ...(failure.kind === "throttled" ? throttleHeaders(failure) : announced(failure)),
    ...extra,
  };
  return jsonReply(form.status, headers, { error: errorBody(failure, call) });
}

/** The error object of a failure. Gateways know no JSON: inside a stream the service itself reports the error. */
export function errorBody(failure: Failure, call: Call | undefined): ErrorBody {
  const form = forms[failure.kind];
  const known = form && "error" in form ? form : undefined;
  const model = (call && conversationOf(call)?.model) ?? "the requested model";
  const error =
    known?.error(failure, model) ??
    body("server_error", null, "The server had an error while processing your request.");
  return failure.message === undefined ? error : { ...error, message: failure.message };
}
