import type { EvidenceDetector } from "../../domain/evidence.ts";
import { backoff } from "./backoff.ts";

/** Every evidence detector, in the order of its number. */
export const evidenceDetectors: readonly EvidenceDetector[] = [backoff];
