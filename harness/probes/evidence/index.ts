import type { EvidenceDetector } from "../../domain/evidence.ts";
import { backoff } from "./backoff.ts";
import { boundedRetry } from "./bounded-retry.ts";
import { circuitBreaker } from "./circuit-breaker.ts";

/** Every evidence detector, in the order of its number. */
export const evidenceDetectors: readonly EvidenceDetector[] = [
  // One a line, so that helpers who add theirs do not collide.
  circuitBreaker,
  boundedRetry,
  backoff,
];
