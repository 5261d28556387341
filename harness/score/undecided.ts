import type { JudgedTrial } from "../domain/judgement.ts";

/** Why one of a trial's answers could not be graded; a trial with such a one says nothing. */
export const undecidedIn = ({ primary, bystanders, afterwards }: JudgedTrial): string | undefined =>
  primary.undecided ?? bystanders.find(isUndecided)?.undecided ?? afterwards?.find(isUndecided)?.undecided;

const isUndecided = ({ undecided }: JudgedTrial["primary"]): boolean => undecided !== undefined;

/** What was said of start-ups that used the deadline. */
export const startUpsIn = ({ primary, bystanders }: JudgedTrial): readonly string[] =>
  [primary, ...bystanders].flatMap(({ startUp }) => startUp ?? []);
