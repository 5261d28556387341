import { type BareReply, json, named, nameless, page } from "./deed.ts";
import { chat, chatCalls } from "./openai-chat.ts";
import { openaiErrors, openaiFailures } from "./openai-failures.ts";
import { responses } from "./openai-responses.ts";
import type { Endpoint, Provider, Stream } from "./provider.ts";

/** The partner cloud: errors of its API management have a code and a message only (public reports of 404 `DeploymentNotFound`, 408 `Timeout`, 429 `429`, 401 `401`); what its model service says is the platform's. */

const headers = {
  "content-type": "application/json; charset=UTF-8",
  "apim-request-id": "1",
  "x-ms-region": "North Central US",
};
const refused = (status: number, error: unknown): BareReply => json(JSON.stringify({ error }), status, headers);
const managed = (status: number, code: string, message: string): BareReply => refused(status, { code, message });

const limited = { code: "429", message: "Rate limit is exceeded. Try again in 2 seconds." };
const peak = { code: "429", message: "The system is currently experiencing high demand." };
const filtered = {
  message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
  type: null,
  param: "prompt",
  code: "content_filter",
  status: 400,
  innererror: {
    code: "ResponsibleAIPolicyViolation",
    content_filter_result: {
      hate: { filtered: false, severity: "safe" },
      violence: { filtered: true, severity: "medium" },
    },
  },
};

const inStream: Readonly<Record<string, unknown>> = {
  "server-error": openaiErrors["server-error"],
  "context-overflow": openaiErrors["context-overflow"],
  "invalid-request": openaiErrors["invalid-request"],
  throttled: limited,
  overloaded: peak,
  "content-filtered": filtered,
};

/** Before the answer comes a chunk without a choice that tells what the filter made of the prompt. */
const prompt = nameless({
  choices: [],
  created: 0,
  id: "",
  model: "",
  object: "",
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: "safe" } } }],
});
const behindFilter = (stream: Stream): Stream => ({ ...stream, opening: [prompt, ...stream.opening] });
const { streams } = chat;

const deployment: Endpoint = {
  ...chat,
  calls: { ...chatCalls, stream: (call) => behindFilter(chatCalls.stream(call)) },
  ...(streams
    ? {
        streams: {
          ...Object.fromEntries(Object.entries(streams).map(([id, stream]) => [id, behindFilter(stream)])),
          healthy: behindFilter(streams.healthy),
        },
      }
    : {}),
  inStream: Object.fromEntries(Object.entries(inStream).map(([kind, error]) => [kind, nameless({ error })])),
};

/** As on the platform, with its own codes. */
const nested = Object.fromEntries(
  Object.entries(inStream).map(([kind, error]) => [kind, named("error", { type: "error", sequence_number: 6, error })]),
);

const server = "Microsoft-Azure-Application-Gateway/v2";

export const azure: Provider = {
  failures: {
    ...openaiFailures,
    throttled: refused(429, limited),
    overloaded: refused(429, peak),
    unavailable: managed(503, "ServiceUnavailable", "The service is temporarily unable to process your request."),
    "bad-gateway": page(502, "Bad Gateway", server),
    "gateway-timeout": page(504, "Gateway Time-out", server),
    "model-timeout": managed(408, "Timeout", "The operation was timeout."),
    "content-filtered": refused(400, filtered),
    "credentials-expired": managed(401, "401", "Access denied due to invalid subscription key or wrong API endpoint."),
    "access-denied": managed(403, "403", "Access denied due to Virtual Network/Firewall rules."),
    "not-found": managed(404, "DeploymentNotFound", "The API deployment for this resource does not exist."),
  },
  oneSecond: { "retry-after": "1", "retry-after-ms": "1000" },
  endpoints: { "/chat/completions": deployment, "/responses": { ...responses, inStream: nested } },
};
