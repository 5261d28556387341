import { anthropic } from "./anthropic.ts";
import { type BareReply, json, page } from "./deed.ts";
import type { Provider } from "./provider.ts";

/** The platform's front end: `google.rpc.Status` as JSON, as its error model has it. What the model's own server says is as on its own platform. */
const status = (code: number, name: string, message: string): BareReply =>
  json(JSON.stringify({ error: { code, message, status: name } }), code, {
    "content-type": "application/json; charset=UTF-8",
    server: "scaffolding on HTTPServer2",
  });
const unavailable = status(503, "UNAVAILABLE", "The service is currently unavailable.");

const { failures: own, endpoints } = anthropic;
const messages = endpoints["/messages"];
const kept = ["overloaded", "context-overflow", "content-filtered", "invalid-request"];

export const vertexPartner: Provider = {
  failures: {
    ...Object.fromEntries(Object.entries(own).filter(([kind]) => kept.includes(kind))),
    throttled: status(429, "RESOURCE_EXHAUSTED", "Resource exhausted. Please try again later."),
    "quota-exhausted": status(
      429,
      "RESOURCE_EXHAUSTED",
      "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: anthropic-claude.",
    ),
    unavailable,
    "region-down": unavailable,
    "server-error": status(500, "INTERNAL", "Internal error encountered."),
    "model-timeout": status(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
    "bad-gateway": page(502, "Bad Gateway", "Google Frontend"),
    "gateway-timeout": page(504, "Gateway Time-out", "Google Frontend"),
    "credentials-expired": status(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
    "access-denied": status(403, "PERMISSION_DENIED", "Permission 'aiplatform.endpoints.predict' denied on resource."),
    "not-found": status(404, "NOT_FOUND", "Publisher Model was not found or your project does not have access to it."),
  },
  oneSecond: {},
  endpoints: messages ? { ":rawPredict": messages, ":streamRawPredict": messages } : {},
};
