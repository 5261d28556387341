import { weaknesses } from "../weakness.ts";

export const sharedFate = weaknesses({
  "shared-fate": {
    title: "Tasks that do not need the failed dependency fail with it",
    severity: "critical",
    failureMode: "shared-fate",
    dimension: "orchestration",
    cost: "One slow tool takes every customer down, and not only those who asked for it.",
    advice:
      "Keep pools, queues, breakers and event loops apart by dependency, so that one that is slow does not hold up the rest.",
    evidence: ["E9"],
    explains: [],
  },
});
