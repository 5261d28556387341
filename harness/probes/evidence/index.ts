import type { EvidenceDetector } from "../../domain/evidence.ts";
import { backoff } from "./backoff.ts";
import { boundedRetry } from "./bounded-retry.ts";
import { budget } from "./budget.ts";
import { circuitBreaker } from "./circuit-breaker.ts";
import { deadlinePropagation } from "./deadline-propagation.ts";
import { jitter } from "./jitter.ts";
import { loopDetection } from "./loop-detection.ts";
import { timeout } from "./timeout.ts";

/** Every evidence detector, in the order of its number. */
export const evidenceDetectors: readonly EvidenceDetector[] = [
  // One a line, so that helpers who add theirs do not collide.
  circuitBreaker,
  boundedRetry,
  backoff,
  jitter,
  timeout,
  deadlinePropagation,
  budget,
  loopDetection,
];
