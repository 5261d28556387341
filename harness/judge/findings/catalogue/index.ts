import { atThePage } from "./at-the-page.ts";
import { excessiveLatency } from "./excessive-latency.ts";
import { incorrectContent } from "./incorrect-content.ts";
import { incorrectEffects } from "./incorrect-effects.ts";
import { incorrectTurns } from "./incorrect-turns.ts";
import { insufficientCapacity } from "./insufficient-capacity.ts";
import { restarts } from "./restarts.ts";
import { securityAndSight } from "./security.ts";
import { sharedFate } from "./shared-fate.ts";
import { singlePointOfFailure } from "./single-point-of-failure.ts";

/** Every weakness that can be named, by its stable code. */
export const catalogue = {
  ...sharedFate,
  ...insufficientCapacity,
  ...excessiveLatency,
  ...securityAndSight,
  ...restarts,
  ...incorrectEffects,
  ...incorrectContent,
  ...incorrectTurns,
  ...singlePointOfFailure,
  ...atThePage,
};

export type FindingCode = keyof typeof catalogue;
