import type { Failure } from "../../../domain/call.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import { retryAfter } from "../../shared/retry-after.ts";
import { type Dialect, errorMember, type Form, type Forms } from "../dialect.ts";
import { placeAmong, standardEndpoints } from "../endpoint-list.ts";
import { modelProtocol } from "../model-protocol.ts";

type Text = string | ((model: string, failure: Failure) => string);

/** The code is the status as text. The type is null, or even the text `None`, where the exception behind it has none. */
const form = (status: number, type: string | null, text: Text, param: string | null = null): Form => ({
  status,
  error: (failure, model) =>
    errorMember(type, String(status), typeof text === "string" ? text : text(model, failure), param),
});

/** The message names the proxy's exception, then the provider's, and ends with the fallbacks that it had left. */
const upstream =
  (exception: string, says: string) =>
  (model: string): string =>
    `litellm.${exception}: ${exception}: OpenAIException - ${says}. Received Model Group=${model}\nAvailable Model Group Fallbacks=None`;

/** The error reference of the proxy's documentation, and bodies in its issues. */
const forms: Forms = {
  throttled: form(429, "throttling_error", (model, { limit }) =>
    upstream("RateLimitError", `Rate limit reached for ${model} on ${limit ?? "requests"} per min`)(model),
  ),
  // The budget of a virtual key: nothing to wait for, though the status says so.
  "quota-exhausted": form(429, "budget_exceeded", "Budget has been exceeded! Current cost: 5.0, Max budget: 1.0"),
  // Every deployment of the model group is cooling down after errors.
  overloaded: form(
    429,
    "None",
    (model) => `No deployments available for selected model, Try again in 5 seconds. Passed model=${model}.`,
    "None",
  ),
  "server-error": form(
    500,
    null,
    upstream("InternalServerError", "The server had an error while processing your request"),
  ),
  unavailable: form(503, null, upstream("ServiceUnavailableError", "The server is overloaded or not ready yet")),
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  "model-timeout": form(408, null, upstream("Timeout", "Request timed out")),
  "context-overflow": form(
    400,
    null,
    (model) =>
      "litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - " +
      `This model's maximum context length is 128000 tokens. Received Model Group=${model}\nAvailable Model Group Fallbacks=None`,
  ),
  "content-filtered": form(
    400,
    null,
    (model) =>
      "litellm.BadRequestError: litellm.ContentPolicyViolationError: OpenAIException - Your prompt was flagged. " +
      `Received Model Group=${model}\nAvailable Model Group Fallbacks=None`,
  ),
  "credentials-expired": form(
    401,
    "auth_error",
    "Authentication Error - Expired Key. Key Expiry time 2026-11-01 00:00:00+00:00 and current time 2026-11-22 00:00:00+00:00",
    "None",
  ),
  "access-denied": form(
    403,
    "key_model_access_denied",
    (model) => `key not allowed to access model. This key can only access models=['default']. Tried to access ${model}`,
    "model",
  ),
  "not-found": form(
    400,
    "invalid_request_error",
    (model) =>
      `/chat/completions: Invalid model name passed in model=${model}. Call \`/v1/models\` to view available models for your key.`,
    "model",
  ),
  "invalid-request": form(400, null, upstream("BadRequestError", "Invalid request")),
};

const headers = (context: EncodeContext): Record<string, string> => ({
  server: "uvicorn",
  "x-litellm-call-id": context.id(""),
});

const dialect: Dialect = {
  endpoints: standardEndpoints,
  forms,
  inStream: ["throttled", "server-error", "unavailable", "model-timeout", "content-filtered", "context-overflow"],
  edge: "nginx",
  place: placeAmong(standardEndpoints),
  answerHeaders: (_usage, context) => headers(context),
  failureHeaders: (failure, context) => ({ ...headers(context), ...retryAfter(failure) }),
  announced: retryAfter,
};

export const litellm = modelProtocol({
  name: "litellm",
  summary: "The LiteLLM proxy: OpenAI's endpoints, with the proxy's own errors, budgets and cool-downs.",
  dialect,
});
