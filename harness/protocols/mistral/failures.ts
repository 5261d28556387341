import type { Call, Failure } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";
import { detailOf } from "./complaints.ts";
import { serviceHeaders } from "./headers.ts";

interface ErrorForm {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  message(model: string): string;
}
/** The gateway in front of the service knows no models, only keys and addresses: its bodies are its own. */
interface GatewayForm {
  readonly status: number;
  readonly gateway: string;
}
type Form = ErrorForm | GatewayForm | { readonly status: number; readonly html: true };

const fixed = (status: number, type: string, code: string | null, message: string): ErrorForm => ({
  status,
  type,
  code,
  message: () => message,
});

const invalidRequest = fixed(422, "invalid_request_error", null, "body: Input should be a valid dictionary");

const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: fixed(429, "rate_limited", "1300", "Rate limit exceeded"),
  "quota-exhausted": { status: 402, gateway: "Payment required" },
  // Once a 429, and still named like a limit of the client's own.
  overloaded: fixed(503, "service_tier_capacity_exceeded", "3505", "Service tier capacity exceeded for this model."),
  unavailable: fixed(503, "unreachable_backend", "1100", "Service unavailable."),
  "server-error": fixed(500, "internal_server_error", "1000", "Internal server error"),
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  "context-overflow": fixed(
    400,
    "invalid_request_invalid_args",
    "3051",
    "Prompt contains 140000 tokens and 0 draft tokens, too large for model with 131072 maximum context length",
  ),
  "credentials-expired": { status: 401, gateway: "Unauthorized" },
  "access-denied": { status: 403, gateway: "Forbidden" },
  "not-found": {
    status: 400,
    type: "invalid_model",
    code: "1500",
    message: (model) => `Invalid model: ${model}`,
  },
  "invalid-request": invalidRequest,
};

export const mistralFailures = Object.keys(forms) as readonly FailureKind[];

/** @throws {Error} for a kind that is not in `mistralFailures`. */
export function failureReply(failure: Failure, call: Call, context: EncodeContext): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`This provider has no "${failure.kind}": use one of ${mistralFailures.join(", ")}.`);
  const extra = { ...retryAfter(failure), ...extraHeaders(failure) };
  if ("html" in form) return edgePage(form.status, "cloudflare", extra);
  const headers = { "content-type": "application/json", ...serviceHeaders(context), ...extra };
  if ("gateway" in form) {
    const body = { message: failure.message ?? form.gateway, request_id: context.id("") };
    return jsonReply(form.status, headers, body);
  }
  const body = errorBody(failure, call);
  return jsonReply(body.raw_status_code, headers, body);
}

export interface ErrorBody {
  readonly object: "error";
  readonly message: unknown;
  readonly type: string;
  readonly param: null;
  readonly code: string | null;
  readonly raw_status_code: number;
}

/** The error as the service itself writes it, also into a stream. What only a gateway can say is an internal error there. */
export function errorBody(failure: Failure, call: Call | undefined): ErrorBody {
  const known = forms[failure.kind];
  const form = known && "type" in known ? known : fixed(500, "internal_server_error", "1000", "Internal server error");
  const message = failure.message ?? form.message(modelOf(call));
  const { type, code, status } = failure.kind === "invalid-request" ? refusalOf(message) : form;
  const detail = failure.kind === "invalid-request" ? detailOf(message) : undefined;
  return {
    object: "error",
    message: detail ? { detail: [detail] } : message,
    type,
    param: null,
    code,
    raw_status_code: status,
  };
}

/** A body of the wrong shape is a 422; one that makes no sense as a conversation is a 400 with a type of its own. */
function refusalOf(message: string): { type: string; code: string | null; status: number } {
  if (detailOf(message)) return invalidRequest;
  if (message.startsWith("Tool call id was ")) return { type: "invalid_function_call", code: "3280", status: 400 };
  return /^(Expected last role|Not the same number|Unexpected tool call id)/.test(message)
    ? { type: "invalid_request_message_order", code: "3230", status: 400 }
    : { type: "invalid_request_error", code: null, status: 400 };
}

export const modelOf = (call: Call | undefined): string => {
  if (call?.payload.kind === "model") return call.payload.conversation.model;
  return call?.payload.kind === "embedding" ? call.payload.request.model : "the-requested-model";
};
