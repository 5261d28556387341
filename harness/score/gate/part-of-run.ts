import type { CriterionResult, GateScope } from "../../domain/gate.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { times } from "../words.ts";

/** `3 of 12 experiments, those that the change concerns`; undefined: all that was asked for. */
export const narrowedWords = ({ narrowed }: RunReport): string | undefined =>
  narrowed && `${narrowed.experiments} of ${times(narrowed.of, "experiment")}, those that the change concerns`;

const isWhole = ({ ended, shard, only, experiments }: RunReport): boolean =>
  ended === "finished" &&
  shard === undefined &&
  only === undefined &&
  experiments.every(({ trials }) => trials.planned <= trials.finished + trials.failed);

/**
 * A bound on what many experiments show together says nothing of a part of them: those that fail by design may be all that was run. A run
 * that was cut off leaves it undecided; of the experiments that a change concerns it is not asked, since the others rest on nothing that changed.
 * @param certain one counterexample is enough, and it was seen
 */
export function askedOfAll(
  result: CriterionResult,
  scope: GateScope,
  report: RunReport,
  certain: boolean,
): CriterionResult {
  if (scope.kind === "experiment" || certain) return result;
  const { next: _next, repeats: _repeats, ...rest } = result;
  const part = narrowedWords(report);
  if (part !== undefined)
    return { ...rest, standing: "passed", found: `${result.found}; not asked of a part (${part})` };
  if (result.standing !== "failed" || isWhole(report)) return result;
  return {
    ...rest,
    standing: "inconclusive",
    found: `${result.found}, so far: the run is not whole`,
    next: "Run it to its end: what is missing may bring it back.",
  };
}
