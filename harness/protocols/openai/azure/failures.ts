import type { FailureKind } from "../../../domain/vocabulary.ts";
import type { ErrorMember, Forms } from "../dialect.ts";
import { platformForms } from "../platform/failures.ts";
import { filterResults } from "./content-filter.ts";

/** Errors of the API management in front of the deployments have a code and a message only. */
const managed = (status: number, code: string, message: string) => ({
  status,
  error: (): ErrorMember => ({ code, message }),
});

/** Errors of deployments on the partner cloud. What the model service itself says is the platform's. */
export const azureForms = {
  throttled: {
    status: 429,
    error({ limit, retryAfterMs }) {
      const unit = limit === "tokens" ? "token" : "call";
      const wait = retryAfterMs === undefined ? "" : ` Please retry after ${Math.ceil(retryAfterMs / 1000)} seconds.`;
      const message =
        "Requests to the ChatCompletions_Create Operation under Azure OpenAI API have exceeded " +
        `${unit} rate limit of your current OpenAI S0 pricing tier.${wait} ` +
        "Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.";
      return { code: "429", message };
    },
  },
  // At peak load a deployment without reserved throughput is refused like one over its limit.
  overloaded: managed(
    429,
    "429",
    "The system is currently experiencing high demand and cannot process your request. Your request exceeds the maximum usage size allowed during peak load.",
  ),
  "server-error": platformForms["server-error"],
  unavailable: managed(503, "ServiceUnavailable", "The service is temporarily unable to process your request."),
  "bad-gateway": { status: 502, html: true },
  "gateway-timeout": { status: 504, html: true },
  "model-timeout": managed(408, "Timeout", "The operation was timeout."),
  "context-overflow": platformForms["context-overflow"],
  "content-filtered": {
    status: 400,
    error: () => ({
      message:
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. " +
        "Please modify your prompt and retry. To learn more about our content filtering policies please read our " +
        "documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
      type: null,
      param: "prompt",
      code: "content_filter",
      status: 400,
      innererror: {
        code: "ResponsibleAIPolicyViolation",
        content_filter_result: { ...filterResults(true), jailbreak: { filtered: false, detected: false } },
      },
    }),
  },
  "credentials-expired": managed(
    401,
    "401",
    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
  ),
  "access-denied": managed(403, "403", "Access denied due to Virtual Network/Firewall rules."),
  "not-found": {
    status: 404,
    // A path that the service does not have, and a deployment that it does not have.
    error: ({ message }) =>
      message === noSuchResource
        ? { code: "404", message }
        : {
            code: "DeploymentNotFound",
            message:
              "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
          },
  },
  "invalid-request": platformForms["invalid-request"],
} as const satisfies Forms;

export const noSuchResource = "Resource not found";

export const azureInStream: readonly FailureKind[] = [
  "server-error",
  "throttled",
  "overloaded",
  "content-filtered",
  "context-overflow",
  "invalid-request",
];
