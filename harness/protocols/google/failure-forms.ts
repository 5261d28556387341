import type { Failure } from "../../domain/call.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import { errorInfo, localizedMessage, quotaDetails } from "./details.ts";
import type { Service } from "./service.ts";

/** `google.rpc.Status`, or what stands in its place. */
export type Form =
  | {
      readonly status: number;
      readonly rpc: string;
      message(failure: Failure, model: string, service: Service): string;
      details?(failure: Failure, model: string, service: Service): readonly unknown[];
    }
  /** The page of the front end. */
  | { readonly status: number; readonly html: true }
  /** A 200 whose prompt feedback says that nobody will answer. */
  | { readonly status: 200; readonly blockReason: string; readonly blockReasonMessage?: string };
export type Forms = Readonly<Partial<Record<FailureKind, Form>>>;

const fixed = (status: number, rpc: string, message: string): Form => ({ status, rpc, message: () => message });

const unavailable = fixed(503, "UNAVAILABLE", "The service is currently unavailable.");

const shared: Forms = {
  overloaded: fixed(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
  unavailable,
  "server-error": fixed(
    500,
    "INTERNAL",
    "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting",
  ),
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  "model-timeout": fixed(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
  "context-overflow": fixed(
    400,
    "INVALID_ARGUMENT",
    "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
  ),
  "content-filtered": { status: 200, blockReason: "PROHIBITED_CONTENT" },
  "invalid-request": fixed(400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
};

/** The developer API: keys, and quotas that say how long to wait in the body and nowhere else. */
export const geminiForms: Forms = {
  ...shared,
  throttled: { status: 429, rpc: "RESOURCE_EXHAUSTED", message: quotaMessage, details: quotaDetails },
  "quota-exhausted": { status: 429, rpc: "RESOURCE_EXHAUSTED", message: quotaMessage, details: quotaDetails },
  // A bad key is no 401 here.
  "credentials-expired": {
    status: 400,
    rpc: "INVALID_ARGUMENT",
    message: () => "API key expired. Please renew the API key.",
    details: (_failure, _model, service) => [
      errorInfo("API_KEY_INVALID", "googleapis.com", { service: service.host }),
      localizedMessage("API key expired. Please renew the API key."),
    ],
  },
  "access-denied": fixed(403, "PERMISSION_DENIED", "Your project has been denied access. Please contact support."),
  "not-found": {
    status: 404,
    rpc: "NOT_FOUND",
    message: (_failure, model, service) =>
      `${service.modelName(model)} is not found for API version v1beta, or is not supported for generateContent. ` +
      "Call ListModels to see the list of available models and their supported methods.",
  },
};

/** The cloud platform: OAuth tokens, IAM, and a shared quota (dynamic) that never says how long to wait. */
export const vertexForms: Forms = {
  ...shared,
  throttled: fixed(
    429,
    "RESOURCE_EXHAUSTED",
    "Resource exhausted. Please try again later. " +
      "Please refer to https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.",
  ),
  "quota-exhausted": {
    status: 429,
    rpc: "RESOURCE_EXHAUSTED",
    message: (_failure, model, service) =>
      `Quota exceeded for ${service.host}/generate_content_requests_per_minute_per_project_per_base_model with base model: ` +
      `${model}. Please submit a quota increase request. https://cloud.google.com/vertex-ai/docs/generative-ai/quotas-genai.`,
  },
  // Addresses here are those of a region; the developer API has only one for all.
  "region-down": unavailable,
  // Policies of the project's own in front of the model.
  "guardrail-intervened": {
    status: 200,
    blockReason: "MODEL_ARMOR",
    blockReasonMessage: "Blocked by Model Armor Floor Setting.",
  },
  "credentials-expired": {
    status: 401,
    rpc: "UNAUTHENTICATED",
    message: () =>
      "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid " +
      "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    details: (_failure, _model, service) => [
      errorInfo("ACCESS_TOKEN_EXPIRED", "googleapis.com", { service: service.host }),
    ],
  },
  "access-denied": {
    status: 403,
    rpc: "PERMISSION_DENIED",
    message: (_failure, model, service) =>
      `Permission 'aiplatform.endpoints.predict' denied on resource '//${service.host}/${service.modelName(model)}' ` +
      "(or it may not exist).",
    details: (_failure, model, service) => [
      errorInfo("IAM_PERMISSION_DENIED", service.host, {
        resource: service.modelName(model),
        permission: "aiplatform.endpoints.predict",
      }),
    ],
  },
  "not-found": {
    status: 404,
    rpc: "NOT_FOUND",
    message: (_failure, model, service) =>
      `Publisher Model \`${service.modelName(model)}\` was not found or your project does not have access to it. ` +
      "Please ensure you are using a valid model version.",
  },
};

function quotaMessage({ retryAfterMs }: Failure): string {
  const wait = retryAfterMs === undefined ? "" : `\nPlease retry in ${retryAfterMs / 1000}s.`;
  return (
    "You exceeded your current quota, please check your plan and billing details. For more information on this error, " +
    `head to: https://ai.google.dev/gemini-api/docs/rate-limits. ${wait}`
  );
}
