import type { Estimate, ExperimentResult } from "../../harness/domain/judgement.ts";

export interface ScoreColumn {
  readonly title: string;
  readonly probe: string;
  readonly arm: "treatment" | "control";
}

/** The scores that stand in the table of every document, in this order. The others are listed with the experiment. */
export const scoreColumns: readonly ScoreColumn[] = [
  { title: "correct", probe: "answer-correctness", arm: "treatment" },
  { title: "in control", probe: "answer-correctness", arm: "control" },
  { title: "silent wrong", probe: "silent-wrong-rate", arm: "treatment" },
  { title: "utility", probe: "utility-retained", arm: "treatment" },
  { title: "isolation", probe: "fault-isolation", arm: "treatment" },
  { title: "retries", probe: "retry-amplification", arm: "treatment" },
];

export const scoreIn = (result: ExperimentResult, { probe, arm }: ScoreColumn): Estimate | undefined =>
  result.scores.find((score) => score.probe === probe)?.[arm];

/** Scores that have no column of their own and no claim that shows them. */
export const otherScores = (result: ExperimentResult): ExperimentResult["scores"] =>
  result.scores.filter(
    ({ probe }) =>
      !scoreColumns.some((column) => column.probe === probe) &&
      !result.claims.some(({ claim }) => claim.probe === probe),
  );
