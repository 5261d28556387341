import type { EvidenceDetector } from "../../domain/evidence.ts";
import { alarm } from "./alarm.ts";
import { answerTruth } from "./answer-truth.ts";
import { backoff } from "./backoff.ts";
import { boundedRetry } from "./bounded-retry.ts";
import { budget } from "./budget.ts";
import { caching } from "./caching.ts";
import { checkBeforeEffect } from "./check-before-effect.ts";
import { circuitBreaker } from "./circuit-breaker.ts";
import { containment } from "./containment.ts";
import { deadlinePropagation } from "./deadline-propagation.ts";
import { degradationHonesty } from "./degradation-honesty.ts";
import { failClosed } from "./fail-closed.ts";
import { fallback } from "./fallback.ts";
import { handoffFidelity } from "./handoff-fidelity.ts";
import { humanEscalation } from "./human-escalation.ts";
import { idempotency } from "./idempotency.ts";
import { jitter } from "./jitter.ts";
import { latencySlo } from "./latency-slo.ts";
import { loopDetection } from "./loop-detection.ts";
import { observability } from "./observability.ts";
import { parallelism } from "./parallelism.ts";
import { permissionParity } from "./permission-parity.ts";
import { priorityQueue } from "./priority-queue.ts";
import { recovery } from "./recovery.ts";
import { relevanceGate } from "./relevance-gate.ts";
import { schemaGate } from "./schema-gate.ts";
import { semanticGate } from "./semantic-gate.ts";
import { streamingScan } from "./streaming-scan.ts";
import { timeout } from "./timeout.ts";
import { traceCoverage } from "./trace-coverage.ts";

/** Every evidence detector, in the order of its number. */
export const evidenceDetectors: readonly EvidenceDetector[] = [
  // One a line, so that additions do not collide.
  circuitBreaker,
  boundedRetry,
  backoff,
  jitter,
  timeout,
  deadlinePropagation,
  fallback,
  degradationHonesty,
  containment,
  schemaGate,
  semanticGate,
  relevanceGate,
  answerTruth,
  budget,
  idempotency,
  priorityQueue,
  humanEscalation,
  handoffFidelity,
  permissionParity,
  failClosed,
  latencySlo,
  caching,
  parallelism,
  streamingScan,
  recovery,
  observability,
  checkBeforeEffect,
  loopDetection,
  traceCoverage,
  alarm,
];
