import { type BareReply, json, page } from "./deed.ts";
import type { Provider } from "./provider.ts";

/**
 * The runtime's JSON, for clients on HTTP/1.1: errors as its service model and recorded replies have them, named in a header. Its binary
 * streams are not written down.
 */

const refused = (status: number, name: string, message: string): BareReply =>
  json(JSON.stringify({ message }), status, {
    "x-amzn-errortype": `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    "x-amzn-requestid": "00000000-0000-4000-8000-000000000001",
  });
const busy = "Too many connections, please wait before trying again.";
const broken = "The system encountered an unexpected error during processing. Try your request again.";

const converse = (message: object, stopReason: string, more: object): string =>
  JSON.stringify({
    metrics: { latencyMs: 551 },
    output: { message: { content: [], role: "assistant", ...message } },
    stopReason,
    ...more,
  });
const text = (said: string): object => ({ content: [{ text: said }] });
const spent = { usage: { inputTokens: 8, outputTokens: 6, totalTokens: 14 } };
const answer = text("one two three four five six");

export const bedrock: Provider = {
  partial: true,
  failures: {
    throttled: refused(429, "ThrottlingException", "Too many requests, please wait before trying again."),
    "quota-exhausted": refused(429, "ThrottlingException", "Too many tokens per day, please wait before trying again."),
    overloaded: refused(503, "ServiceUnavailableException", busy),
    unavailable: refused(503, "ServiceUnavailableException", busy),
    "region-down": refused(503, "ServiceUnavailableException", busy),
    "server-error": refused(500, "InternalServerException", broken),
    "bad-gateway": page(502, "Bad Gateway", "awselb/2.0"),
    "gateway-timeout": page(504, "Gateway Time-out", "awselb/2.0"),
    "model-timeout": refused(408, "ModelTimeoutException", "Model has timed out in processing the request."),
    "model-not-ready": refused(429, "ModelNotReadyException", "Model is not ready for inference."),
    "model-error": json(JSON.stringify({ message: broken, originalStatusCode: 500, resourceName: "m" }), 424, {
      "x-amzn-errortype": "ModelErrorException",
    }),
    "context-overflow": refused(400, "ValidationException", "Input is too long for requested model."),
    "credentials-expired": refused(
      403,
      "ExpiredTokenException",
      "The security token included in the request is expired",
    ),
    "access-denied": refused(
      403,
      "AccessDeniedException",
      "You don't have access to the model with the specified model ID.",
    ),
    "not-found": refused(404, "ResourceNotFoundException", "Could not resolve the foundation model."),
    "invalid-request": refused(400, "ValidationException", "Malformed input request."),
  },
  oneSecond: {},
  endpoints: {
    "/converse": {
      calls: {
        whole: ({ name, object, limited }) =>
          converse(
            { content: [{ toolUse: { toolUseId: "tooluse_1", name, input: object } }] },
            limited ? "max_tokens" : "tool_use",
            spent,
          ),
      },
      whole: {
        healthy: converse(answer, "end_turn", spent),
        length: converse(text("one two th"), "max_tokens", spent),
        "content-filter": converse({}, "content_filtered", spent),
        guardrail: converse({}, "guardrail_intervened", spent),
        "empty-completion": converse({}, "end_turn", spent),
        "usage-missing": converse(answer, "end_turn", {}),
        "hollow:error-in-200": JSON.stringify({ message: broken }),
      },
    },
  },
};
