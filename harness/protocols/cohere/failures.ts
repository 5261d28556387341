import type { Call, Failure } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";
import { serviceHeaders } from "./headers.ts";
import { uuidOf } from "./response.ts";

type Form = { readonly status: number } & (
  | { readonly html: true }
  | { message(failure: Failure, model: string): string }
);

const fixed = (status: number, message: string): Form => ({ status, message: () => message });

const trial = (limit: string): string =>
  `You are using a Trial key, which is limited to ${limit}. You can continue to use the Trial key for free or upgrade ` +
  "to a Production key with higher rate limits at 'https://dashboard.cohere.com/api-keys'.";

const forms: Readonly<Partial<Record<FailureKind, Form>>> = {
  throttled: {
    status: 429,
    message: ({ limit }) =>
      limit === "tokens"
        ? "trial token rate limit exceeded, limit is 100000 tokens per minute"
        : trial("40 API calls / minute"),
  },
  // The monthly limit of a trial key. Accounts that are to pay and do not get a 402 instead.
  "quota-exhausted": fixed(429, trial("1000 API calls / month")),
  overloaded: fixed(503, "the service is currently overloaded, please try again later"),
  unavailable: fixed(503, "service unavailable"),
  "server-error": fixed(500, "internal server error, this has been reported to our developers."),
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  "model-timeout": fixed(504, "request timed out, please try again"),
  "context-overflow": fixed(
    400,
    "too many tokens: total number of tokens in the prompt cannot exceed 128000 - received 140000. " +
      "Try using a shorter prompt, or enabling prompt truncating.",
  ),
  // The class that the client has for it is called InvalidToken, after an older meaning of the status.
  "content-filtered": fixed(498, "blocked input: your request was blocked, please adjust your prompt"),
  "credentials-expired": fixed(401, "invalid api token"),
  "access-denied": fixed(403, "your api token does not have access to this resource"),
  "not-found": {
    status: 404,
    message: (_failure, model) =>
      `model '${model}' not found, make sure the correct model ID was used and that you have access to the model.`,
  },
  "invalid-request": fixed(400, "invalid request: one or more parameters are not valid"),
};

export const cohereFailures = Object.keys(forms) as readonly FailureKind[];

/** `{"id","message"}`; the status is all that tells failures apart. @throws {Error} for a kind that is not in `cohereFailures`. */
export function failureReply(failure: Failure, call: Call, context: EncodeContext): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`This provider has no "${failure.kind}": use one of ${cohereFailures.join(", ")}.`);
  const extra = { ...retryAfter(failure), ...extraHeaders(failure) };
  if ("html" in form) return edgePage(form.status, "envoy", extra);
  const headers = { "content-type": "application/json", ...serviceHeaders(context), ...extra };
  return jsonReply(form.status, headers, { id: uuidOf(context), message: messageOf(failure, call) });
}

export function messageOf(failure: Failure, call: Call | undefined): string {
  const form = forms[failure.kind];
  if (failure.message !== undefined) return failure.message;
  return form && "message" in form ? form.message(failure, modelOf(call)) : "internal server error";
}

const modelOf = (call: Call | undefined): string => {
  if (call?.payload.kind === "model") return call.payload.conversation.model;
  return call?.payload.kind === "embedding" ? call.payload.request.model : "the-requested-model";
};
