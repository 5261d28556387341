/** The closed lists of words. Each word has one meaning in the whole project. */

export const boundaries = [
  "model",
  "embedding",
  "retrieval",
  "tool",
  "memory",
  "guardrail",
  "identity",
  "agent",
] as const;
/** The kind of a dependency. */
export type Boundary = (typeof boundaries)[number];

export const riskDimensions = [
  "foundation-model",
  "orchestration",
  "infrastructure",
  "knowledge-base",
  "tools",
  "security",
  "observability",
] as const;
export type RiskDimension = (typeof riskDimensions)[number];

export const failureModes = [
  "shared-fate",
  "insufficient-capacity",
  "excessive-latency",
  "incorrect-response",
  "single-point-of-failure",
] as const;
export type FailureMode = (typeof failureModes)[number];

/** How one performed task ended, best first. Each performance is exactly one of these. */
export const outcomes = ["correct", "degraded", "failed-safe", "hung", "crashed", "wrong", "harmful"] as const;
export type Outcome = (typeof outcomes)[number];

/** What an experiment concluded; of several claims the last in this order wins. */
export const verdicts = ["held", "degraded", "inconclusive", "broken"] as const;
export type Verdict = (typeof verdicts)[number];

export const arms = ["control", "treatment"] as const;
export type Arm = (typeof arms)[number];

/** Semantic failures. A protocol says what each looks like on its wire, or that its provider has none. */
export const failureKinds = [
  "throttled",
  "quota-exhausted",
  "overloaded",
  "server-error",
  "bad-gateway",
  "unavailable",
  "gateway-timeout",
  "model-timeout",
  "model-not-ready",
  "model-error",
  "context-overflow",
  "content-filtered",
  "guardrail-intervened",
  "credentials-expired",
  "access-denied",
  "not-found",
  "invalid-request",
  "region-down",
] as const;
export type FailureKind = (typeof failureKinds)[number];

/**
 * Replies with status 200 in the provider's own shape that hold no answer. `no-answer`: a success without a choice, candidate or
 * output. `error-in-200`: the error body under a 200. `failed`: a response object that says of itself that it failed.
 */
export const hollowKinds = ["no-answer", "error-in-200", "failed"] as const;
export type HollowKind = (typeof hollowKinds)[number];

/** Ways in which the connection itself fails before any reply. */
export const disconnectCodes = ["refused", "reset", "timeout", "dns"] as const;
export type DisconnectCode = (typeof disconnectCodes)[number];

/** doubt: what is said may be wrong, old or unconfirmed. lack: something could not be found or reached. handover: to a person. */
export const disclosureKinds = ["doubt", "lack", "handover"] as const;
export type DisclosureKind = (typeof disclosureKinds)[number];
