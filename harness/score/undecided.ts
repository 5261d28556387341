import type { Experiment } from "../domain/experiment.ts";
import type { ExperimentResult, JudgedTrial } from "../domain/judgement.ts";
import { isExposed } from "./injections.ts";

/** Why one of a trial's answers could not be graded; a trial with such a one says nothing. */
export const undecidedIn = ({ primary, bystanders, afterwards }: JudgedTrial): string | undefined =>
  primary.undecided ?? bystanders.find(isUndecided)?.undecided ?? afterwards?.find(isUndecided)?.undecided;

const isUndecided = ({ undecided }: JudgedTrial["primary"]): boolean => undecided !== undefined;

/** Counts the finished trials that have no outcome. */
export interface Undecided {
  /** True: it has none, and counts for nothing else. */
  see(trial: JudgedTrial): boolean;
  /** In the order of the alphabet, so that permuting the trials changes nothing. */
  reasons(): readonly string[];
  result(): Pick<ExperimentResult, "unjudged">;
}

export function openUndecided(experiment: Experiment): Undecided {
  const list: string[] = [];
  let exposed = 0;
  const reasons = (): readonly string[] => list.toSorted();
  return {
    reasons,
    see(trial) {
      const why = undecidedIn(trial);
      if (why === undefined) return false;
      list.push(why);
      if (trial.record.trial.arm === "treatment" && isExposed(trial, experiment)) exposed += 1;
      return true;
    },
    result() {
      const [why] = reasons();
      return why === undefined ? {} : { unjudged: { trials: list.length, exposed, why } };
    },
  };
}

/** What was said of start-ups that used the deadline. */
export const startUpsIn = ({ primary, bystanders }: JudgedTrial): readonly string[] =>
  [primary, ...bystanders].flatMap(({ startUp }) => startUp ?? []);
