import type { Call, Failure } from "../../../domain/call.ts";
import type { ErrorModel, ServiceError } from "../errors.ts";

const error = (status: number, name: string, message: string): ServiceError => ({ status, name, message });
const endpointOf = (call: Call | undefined): string =>
  call?.payload.kind === "model" ? call.payload.conversation.model : "endpoint";

/** What the container answered, or that it did not: the service reports both as its own ModelError. */
const ofContainer =
  (status: number, text: string) =>
  ({ message }: Failure, call: Call | undefined): ServiceError => {
    const kind = status > 0 && status < 500 ? "client" : "server";
    const said = message ?? text;
    const group = `/aws/sagemaker/Endpoints/${endpointOf(call)}`;
    return {
      ...error(
        424,
        "ModelError",
        `Received ${kind} error (${status}) from primary with message "${said}". See https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEventViewer:group=${group} in account 123456789012 for more information.`,
      ),
      members: {
        LogStreamArn: `arn:aws:logs:us-east-1:123456789012:log-group:${group}`,
        OriginalMessage: said,
        OriginalStatusCode: status,
      },
    };
  };

const unavailable = error(503, "ServiceUnavailable", "The service is unavailable. Try your call again.");

export const sagemakerErrors: ErrorModel = {
  body: ({ message, members }) => ({ ...members, Message: message }),
  forms: {
    throttled: error(400, "ThrottlingException", "Rate exceeded"),
    "server-error": error(500, "InternalFailure", "An internal failure occurred."),
    unavailable,
    "region-down": unavailable,
    "model-error": ofContainer(500, "Internal Server Error"),
    "model-timeout": ofContainer(
      0,
      "Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.",
    ),
    overloaded: ofContainer(503, "Service Unavailable"),
    "context-overflow": ofContainer(422, "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096."),
    "model-not-ready": error(
      429,
      "ModelNotReadyException",
      "Either a serverless variant's resources are still being provisioned or a multi-model endpoint is still downloading or loading the target model. Wait and try your request again.",
    ),
    "access-denied": (_failure, call) =>
      error(
        403,
        "AccessDeniedException",
        `You are not authorized to perform: sagemaker:InvokeEndpoint on resource: ${endpointOf(call)}`,
      ),
    "credentials-expired": error(403, "ExpiredTokenException", "The security token included in the request is expired"),
    // There is no error of its own for it.
    "not-found": (_failure, call) =>
      error(400, "ValidationError", `Endpoint ${endpointOf(call)} of account 123456789012 not found.`),
    "invalid-request": error(400, "ValidationError", "1 validation error detected."),
  },
};
