import { answerSketches } from "./sketches-answers.ts";
import { evidenceSketches } from "./sketches-evidence.ts";
import { lossSketches } from "./sketches-losses.ts";
import { pageSketches } from "./sketches-page.ts";
import { restartSketches } from "./sketches-restarts.ts";
import { timeSketches } from "./sketches-time.ts";

export interface Sketch {
  readonly code: string;
  /** The codes found where the weakness is. */
  readonly bad: () => readonly string[];
  /** And in the same trace with the weakness mended. */
  readonly good: () => readonly string[];
}

/** Each weakness in a trace of its own, and the same trace without it. */
export const sketches: readonly Sketch[] = [
  ...timeSketches,
  ...answerSketches,
  ...lossSketches,
  ...restartSketches,
  ...evidenceSketches,
  ...pageSketches,
];
