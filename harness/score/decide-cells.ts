import type { Claim, Experiment } from "../domain/experiment.ts";
import type { ClaimResult, Probe } from "../domain/judgement.ts";
import { verdicts } from "../domain/vocabulary.ts";
import { cellWords } from "./cell-words.ts";
import { decide } from "./decide.ts";
import type { PairValues } from "./sample.ts";

/**
 * Decides a claim in each cell by itself, so that good cells cannot hide a bad one: the worst verdict stands, with its
 * figures and the values of its cell. `pairs` holds the pairs of every cell that the run has come to, at least one.
 */
export function decideCells(
  claim: Claim,
  figure: { readonly probe: Probe; readonly params: unknown; readonly repeats: number },
  pairs: ReadonlyMap<number, readonly PairValues[]>,
  experiment: Experiment,
  seed: string,
): ClaimResult {
  const results = [...pairs]
    .sort(([a], [b]) => a - b)
    .map(([cell, own]) => {
      const words = cellWords(experiment, cell);
      return {
        words,
        result: decide(claim, { ...figure, pairs: own }, words === undefined ? seed : `${seed}/${cell}`),
      };
    });
  const [first, ...others] = results;
  if (!first) return decide(claim, { ...figure, pairs: [] }, seed);
  const rank = ({ result }: (typeof results)[number]): number => verdicts.indexOf(result.verdict);
  const worst = others.reduce((sofar, one) => (rank(one) > rank(sofar) ? one : sofar), first);
  if (worst.words === undefined) return worst.result;
  const alike = results.filter((one) => rank(one) === rank(worst)).length;
  return {
    ...worst.result,
    reason: `${worst.words} (${alike} of ${results.length} cells ${worst.result.verdict}): ${worst.result.reason}`,
  };
}
