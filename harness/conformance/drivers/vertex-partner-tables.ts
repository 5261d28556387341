import { anthropicClient } from "./anthropic-tables.ts";
import type { Stainless } from "./stainless.ts";

const { base, failures: own } = anthropicClient;
const raising = (name: string): string => `${name}‹${base}`;
const broken = raising("InternalServerError");

const {
  overloaded,
  "bad-gateway": badGateway,
  "gateway-timeout": gatewayTimeout,
  "context-overflow": contextOverflow,
  "content-filtered": contentFiltered,
  "invalid-request": invalidRequest,
} = own;
const of = <T>(entry: T | undefined): T => {
  if (entry === undefined) throw new Error("The table of the provider's own platform has no such failure.");
  return entry;
};

/** What the model's own server says has a type; what the platform in front of it says has none, and a status alone to go by. */
export const vertexPartnerClient: Stainless = {
  base,
  failures: {
    overloaded: of(overloaded),
    "context-overflow": of(contextOverflow),
    "content-filtered": of(contentFiltered),
    "invalid-request": of(invalidRequest),
    "bad-gateway": { ...of(badGateway), message: "502" },
    "gateway-timeout": of(gatewayTimeout),
    throttled: { raises: raising("RateLimitError"), status: 429, message: "RESOURCE_EXHAUSTED" },
    "quota-exhausted": { raises: raising("RateLimitError"), status: 429, message: "Quota exceeded" },
    unavailable: {
      raises: raising("ServiceUnavailableError‹InternalServerError"),
      status: 503,
      message: "UNAVAILABLE",
    },
    "region-down": {
      raises: raising("ServiceUnavailableError‹InternalServerError"),
      status: 503,
      message: "UNAVAILABLE",
    },
    "server-error": { raises: broken, status: 500, message: "INTERNAL" },
    "model-timeout": {
      raises: raising("GatewayTimeoutError‹InternalServerError"),
      status: 504,
      message: "DEADLINE_EXCEEDED",
    },
    "credentials-expired": { raises: raising("AuthenticationError"), status: 401, message: "UNAUTHENTICATED" },
    "access-denied": { raises: raising("PermissionDeniedError"), status: 403, message: "PERMISSION_DENIED" },
    "not-found": { raises: raising("NotFoundError"), status: 404, message: "NOT_FOUND" },
  },
  retries: new Set([...anthropicClient.retries, "region-down"]),
};
