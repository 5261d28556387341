import { type Verdict, verdicts } from "../domain/vocabulary.ts";

/** The worst wins; held if there is none. */
export const worstVerdict = (list: readonly Verdict[]): Verdict =>
  list.reduce((worst, verdict) => (verdicts.indexOf(verdict) > verdicts.indexOf(worst) ? verdict : worst), "held");
