import type { EvidenceId } from "../../domain/evidence.ts";
import type { Severity } from "../../domain/judgement.ts";
import type { FailureMode, RiskDimension } from "../../domain/vocabulary.ts";

/** One weakness of the catalogue, in words. Its detector stands under the same code in `detectors/`. */
export interface Weakness {
  /** A sentence without its full stop. */
  readonly title: string;
  readonly severity: Severity;
  readonly failureMode: FailureMode;
  readonly dimension: RiskDimension;
  /** What it costs in production. */
  readonly cost: string;
  /** How to mend it. */
  readonly advice: string;
  /** What its evidence belongs to; detectors of these kinds show the mitigation that is wanting. */
  readonly evidence: readonly EvidenceId[];
  /** It says what it came to and not what is wrong: it explains nothing, and stands for itself only where no cause is seen. */
  readonly general?: true;
  /** Its mending helps against what passes: of a call that could not have succeeded at any time in its trial it explains nothing. */
  readonly passing?: true;
  /** Codes that this one is the cause of when both are seen in one trial: they are then told as its symptoms. */
  readonly explains: readonly string[];
}

/** The weaknesses of one file of the catalogue, by code. */
export const weaknesses = <const T extends Readonly<Record<string, Weakness>>>(all: T): T => all;
