import type { ErrorModel, ServiceError } from "./errors.ts";
import { coral } from "./errors.ts";

const error = (status: number, name: string, message: string, members?: ServiceError["members"]): ServiceError => ({
  status,
  name,
  message,
  ...(members ? { members } : {}),
});

/** The vector store, embedding model or foundation model behind the service. */
const dependency = "received model timeout/error exception from Bedrock. Try the request again.";

/** Errors of the agent runtime service: knowledge bases and agents (API model of 2023-07-26). It has no 503 and no 408. */
export const agentRuntimeErrors: ErrorModel = {
  suffix: coral("com.amazon.bedrock"),
  forms: {
    throttled: error(
      429,
      "ThrottlingException",
      "Your request rate is too high. Reduce the frequency of requests. Check your Bedrock model invocation quotas to find the acceptable frequency.",
    ),
    "quota-exhausted": error(
      400,
      "ServiceQuotaExceededException",
      "The number of requests exceeds the service quota. Resubmit your request later.",
    ),
    "server-error": error(500, "InternalServerException", "An internal server error occurred. Retry your request."),
    "bad-gateway": error(
      502,
      "BadGatewayException",
      "There was an issue with a dependency due to a server issue. Retry your request.",
    ),
    // A vector store that sleeps while nobody asks: transient, yet in a form that no client retries.
    unavailable: error(
      400,
      "ValidationException",
      "The vector database encountered an error while processing the request: The Aurora DB instance db-ABCDEFGHIJ is resuming after being auto-paused. Please wait a few seconds and try again.",
    ),
    // Not the 429 that the model runtime has: no client retries it.
    "model-not-ready": error(
      424,
      "ModelNotReadyException",
      "The model specified in the request is not ready to serve inference requests.",
    ),
    "model-error": error(424, "DependencyFailedException", `Dependency resource: ${dependency}`),
    "model-timeout": error(424, "DependencyFailedException", `Dependency resource: ${dependency}`),
    "credentials-expired": error(403, "ExpiredTokenException", "The security token included in the request is expired"),
    "access-denied": error(
      403,
      "AccessDeniedException",
      "User is not authorized to perform this operation because no identity-based policy allows it.",
    ),
    "not-found": error(
      404,
      "ResourceNotFoundException",
      "Failed to retrieve resource because it doesn't exist. Retry the request with a different resource identifier.",
    ),
    // The service's one conflict is asked for by its status: `{ kind: "invalid-request", status: 409 }`.
    "invalid-request": ({ status }) =>
      status === 409
        ? error(
            409,
            "ConflictException",
            "There was a conflict performing an operation. Resolve the conflict and retry your request.",
          )
        : error(
            400,
            "ValidationException",
            "Invalid input or configuration provided. Check the input and Knowledge Base configuration and try your request again.",
          ),
  },
};
