import type { Call, Failure } from "../../../domain/call.ts";
import { coral, type ErrorModel, type ServiceError } from "../errors.ts";

const error = (status: number, name: string, message: string): ServiceError => ({ status, name, message });
const throttling = (what: string): ServiceError =>
  error(429, "ThrottlingException", `Too many ${what}, please wait before trying again.`);
const unexpected = "The system encountered an unexpected error during processing. Try your request again.";

const modelOf = (call: Call | undefined): string =>
  call?.payload.kind === "model" ? call.payload.conversation.model : "unknown";

/** The errors of the runtime, as its model has them, with the texts that it is known to send. */
export const runtimeErrors: ErrorModel = {
  suffix: coral("com.amazon.bedrock"),
  forms: {
    throttled: ({ limit }: Failure) => throttling(limit === "tokens" ? "tokens" : "requests"),
    // The quota of a day looks like any throttling but for its text, and clients retry it though it is hopeless.
    "quota-exhausted": throttling("tokens per day"),
    overloaded: error(503, "ServiceUnavailableException", "Too many connections, please wait before trying again."),
    "server-error": error(500, "InternalServerException", unexpected),
    unavailable: error(503, "ServiceUnavailableException", "Bedrock is unable to process your request."),
    "region-down": error(503, "ServiceUnavailableException", "Bedrock is unable to process your request."),
    "bad-gateway": { status: 502, html: true },
    "gateway-timeout": { status: 504, html: true },
    "model-timeout": error(
      408,
      "ModelTimeoutException",
      "Model has timed out in processing the request. Try your request again.",
    ),
    "model-not-ready": error(429, "ModelNotReadyException", "Model is not ready for inference."),
    "model-error": (_failure, call) => ({
      ...error(424, "ModelErrorException", unexpected),
      members: { originalStatusCode: 500, resourceName: modelOf(call) },
    }),
    "context-overflow": error(400, "ValidationException", "Input is too long for requested model."),
    "access-denied": error(
      403,
      "AccessDeniedException",
      "You don't have access to the model with the specified model ID.",
    ),
    // Refused before the service sees it: its error types are not the service's own.
    "credentials-expired": {
      ...error(403, "ExpiredTokenException", "The security token included in the request is expired"),
      suffix: coral("com.amazon.coral.service"),
    },
    "not-found": error(
      404,
      "ResourceNotFoundException",
      "Could not resolve the foundation model from the provided model identifier.",
    ),
    "invalid-request": error(
      400,
      "ValidationException",
      "Malformed input request, please reformat your input and try again.",
    ),
  },
};
