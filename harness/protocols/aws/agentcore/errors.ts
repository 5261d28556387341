import type { ErrorModel, ServiceError } from "../errors.ts";

const error = (status: number, name: string, message: string): ServiceError => ({ status, name, message });

const common = {
  "quota-exhausted": error(
    402,
    "ServiceQuotaExceededException",
    "The request would cause a service quota to be exceeded.",
  ),
  // The one conflict that its client retries: a session or an event stream that someone else is changing at the moment.
  unavailable: error(
    409,
    "RetryableConflictException",
    "There is a conflict with an operation in progress. Retry the request.",
  ),
  "credentials-expired": error(403, "ExpiredTokenException", "The security token included in the request is expired"),
  "access-denied": error(
    403,
    "AccessDeniedException",
    "User is not authorized to perform this operation because no identity-based policy allows it.",
  ),
  "invalid-request": error(
    400,
    "ValidationException",
    "The input fails to satisfy the constraints specified by the service.",
  ),
} as const;

/** Errors of InvokeAgentRuntime and its neighbours (API model of 2024-02-28). */
export const runtimeErrors: ErrorModel = {
  forms: {
    throttled: error(429, "ThrottlingException", "Rate exceeded"),
    "server-error": error(500, "InternalServerException", "An internal error occurred. Please retry your request."),
    // Whatever status the agent's container answers with comes out as this, and its body is lost.
    "model-error": ({ status = 500 }) =>
      error(
        424,
        "RuntimeClientError",
        `Received error (${status}) from runtime. Please check your CloudWatch logs for more information.`,
      ),
    "model-not-ready": error(
      424,
      "RuntimeClientError",
      "Runtime initialization time exceeded. Please make sure that initialization completes in 60s.",
    ),
    "not-found": error(
      404,
      "ResourceNotFoundException",
      "No endpoint or agent found with the given qualifier and ARN.",
    ),
    ...common,
  },
};

/** Errors of the memory operations, which have names of their own for throttling and for failing. */
export const memoryErrors: ErrorModel = {
  forms: {
    throttled: error(429, "ThrottledException", "Rate exceeded."),
    "server-error": error(
      500,
      "ServiceException",
      "The service encountered an internal error. Try your request again later.",
    ),
    "not-found": error(404, "ResourceNotFoundException", "Memory not found."),
    ...common,
  },
};
