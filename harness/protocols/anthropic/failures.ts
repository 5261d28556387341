import type { Call, Failure } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";
import { serviceHeaders, throttleHeaders } from "./headers.ts";

interface JsonForm {
  readonly status: number;
  readonly type: string;
  /** Where the message decides. */
  exception?(message: string | undefined): { readonly status: number; readonly type: string } | undefined;
  message(failure: Failure, model: string): string;
  readonly details?: unknown;
}
type Form = JsonForm | { readonly status: number; readonly html: true };

const fixed = (status: number, type: string, message: string): JsonForm => ({ status, type, message: () => message });

const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: {
    status: 429,
    type: "rate_limit_error",
    message: ({ limit }) =>
      `This request would exceed your organization's rate limit of ${
        limit === "tokens" ? "2,000,000 input tokens per minute" : "4,000 requests per minute"
      }.`,
  },
  // The cap of the usage tier: a 429 like any other to the SDK's retries, told apart by its details, never with `retry-after`. A prepaid
  // balance that is used up, and a limit that the organization set itself ("You have reached your specified API usage limits"), are a 400
  // instead, which nothing retries: show those with `invalid-request` and a message.
  "quota-exhausted": {
    status: 429,
    type: "rate_limit_error",
    message: () =>
      "You have reached your API usage limits: your organization has crossed its monthly API usage threshold, set based on your organization's API tier.",
    details: { error_code: "enforced_spend_limit_reached" },
  },
  overloaded: fixed(529, "overloaded_error", "Overloaded"),
  "server-error": fixed(500, "api_error", "Internal server error"),
  unavailable: fixed(503, "api_error", "Service unavailable"),
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  // The service gives up on a long request with 504 in its own shape, so that the SDK raises GatewayTimeoutError. It has a class
  // for 408 too, but no such reply of the service is on record.
  "model-timeout": fixed(504, "timeout_error", "Request timed out"),
  "context-overflow": fixed(400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum"),
  "content-filtered": fixed(400, "invalid_request_error", "Output blocked by content filtering policy"),
  "credentials-expired": fixed(401, "authentication_error", "invalid x-api-key"),
  "access-denied": fixed(
    403,
    "permission_error",
    "Your API key does not have permission to use the specified resource.",
  ),
  "not-found": { status: 404, type: "not_found_error", message: (_failure, model) => `model: ${model}` },
  "invalid-request": {
    ...fixed(400, "invalid_request_error", "Invalid request"),
    exception: (message) => (message === tooLarge ? { status: 413, type: "request_too_large" } : undefined),
  },
};

/** Bodies above 32 MB are turned away by the edge, in the service's own shape. */
export const tooLarge = "Request exceeds the maximum size";

export const anthropicFailures = Object.keys(forms) as readonly FailureKind[];

/** @throws {Error} for a kind that is not in `anthropicFailures`. */
export function failureReply(failure: Failure, call: Call, context: EncodeContext): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`This provider has no "${failure.kind}": use one of ${anthropicFailures.join(", ")}.`);
  const announced = failure.kind === "quota-exhausted" ? {} : retryAfter(failure);
  if ("html" in form) return edgePage(form.status, "cloudflare", { ...announced, ...extraHeaders(failure) });
  const service = serviceHeaders(context);
  const headers = {
    "content-type": "application/json",
    ...service,
    ...(failure.kind === "throttled" ? throttleHeaders(failure, context) : {}),
    ...announced,
    ...extraHeaders(failure),
  };
  const status = form.exception?.(failure.message)?.status ?? form.status;
  return jsonReply(status, headers, { ...errorBody(failure, call), request_id: service["request-id"] });
}

/** `{"type":"error","error":{…}}`. Gateways know no JSON: inside a stream the service itself reports the error. */
export function errorBody(failure: Failure, call: Call | undefined): { type: "error"; error: Record<string, unknown> } {
  const form = forms[failure.kind];
  const known: JsonForm =
    form && "type" in form ? form : { status: 500, type: "api_error", message: () => "Internal server error" };
  const { message, details = null } = known;
  const type = known.exception?.(failure.message)?.type ?? known.type;
  const model = call?.payload.kind === "model" ? call.payload.conversation.model : "the requested model";
  return { type: "error", error: { details, type, message: failure.message ?? message(failure, model) } };
}
