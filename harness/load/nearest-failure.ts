import type { FailureKind } from "../domain/vocabulary.ts";

/** What comes nearest in meaning for the client, best first. */
const neighbours: Readonly<Record<FailureKind, readonly FailureKind[]>> = {
  throttled: ["overloaded", "quota-exhausted", "unavailable"],
  "quota-exhausted": ["throttled", "access-denied", "overloaded"],
  overloaded: ["unavailable", "throttled", "server-error"],
  "server-error": ["unavailable", "bad-gateway", "overloaded", "model-error"],
  "bad-gateway": ["unavailable", "gateway-timeout", "server-error"],
  unavailable: ["overloaded", "bad-gateway", "server-error"],
  "gateway-timeout": ["model-timeout", "bad-gateway", "unavailable", "server-error"],
  "model-timeout": ["gateway-timeout", "unavailable", "server-error"],
  "model-not-ready": ["unavailable", "overloaded", "server-error"],
  "model-error": ["server-error", "bad-gateway", "unavailable"],
  "context-overflow": ["invalid-request"],
  "content-filtered": ["guardrail-intervened", "invalid-request"],
  "guardrail-intervened": ["content-filtered", "invalid-request"],
  "credentials-expired": ["access-denied"],
  "access-denied": ["credentials-expired", "not-found"],
  "not-found": ["access-denied", "invalid-request"],
  "invalid-request": ["context-overflow", "not-found"],
  "region-down": ["unavailable", "bad-gateway", "server-error"],
};

/** The failure of a protocol that a client would most likely meet instead of one that the provider does not have. */
export const nearestFailure = (wanted: FailureKind, has: readonly FailureKind[]): FailureKind | undefined =>
  neighbours[wanted].find((kind) => has.includes(kind));
