import type { Estimate, Probe } from "../domain/judgement.ts";
import { type LatencyScore, latencyQuantiles, type PassScore, type Score } from "../domain/scores.ts";
import type { Arm } from "../domain/vocabulary.ts";
import { groupsIn, pairedIn, type Selection } from "./column.ts";
import { ascending, estimateDifference, estimatePairs, quantileOf, quantileOfSorted, type Range } from "./estimate.ts";
import type { PairKind } from "./pair-table.ts";
import { largestK, passHatK, type TaskCount } from "./pass-hat-k.ts";

const sides = ["treatment", "control"] as const satisfies readonly Arm[];

/** What is known is set; what is not is absent. */
function present<K extends string>(figures: Readonly<Record<K, Estimate | undefined>>): Partial<Record<K, Estimate>> {
  const known = Object.entries<Estimate | undefined>(figures).filter(([, figure]) => figure !== undefined);
  return Object.fromEntries(known) as Partial<Record<K, Estimate>>;
}

/** One probe over pairs, in both arms and between them. */
export function scoreOf(name: string, probe: Probe, range: Range, pairs: readonly Selection[], seed: string): Score {
  const of = (arm: Arm): Estimate | undefined =>
    estimatePairs(probe.aggregate, groupsIn(pairs, arm), `${seed}/${arm}`, range);
  return {
    probe: name,
    ...present({
      treatment: of("treatment"),
      control: of("control"),
      difference: estimateDifference(probe.aggregate, pairedIn(pairs), `${seed}/difference`, range),
    }),
  };
}

/** Quantiles of waiting times, with order-statistic intervals. No times, no quantiles. */
export function latencyOf(times: readonly Selection[]): readonly LatencyScore[] {
  const [treatment, control] = sides.map((arm) => ascending(groupsIn(times, arm).values));
  if (!treatment?.length && !control?.length) return [];
  return latencyQuantiles.map((name) => {
    const q = quantileOf(name) ?? 0.5;
    const of = (sorted?: Float64Array): Estimate | undefined => sorted && quantileOfSorted(sorted, q);
    return { quantile: name, ...present({ treatment: of(treatment), control: of(control) }) };
  });
}

/** `tasks` tells apart what counts as one task: the same task in another cell or experiment is another. */
export function passScores(
  pairs: Iterable<{ readonly task: string; readonly kind: PairKind }>,
  seed: string,
): readonly PassScore[] {
  const counts = new Map<string, Record<Arm, number> & { trials: number }>();
  for (const { task, kind } of pairs) {
    const count = counts.get(task) ?? { treatment: 0, control: 0, trials: 0 };
    counts.set(task, count);
    count.trials += 1;
    for (const arm of sides) if (kind[arm] === "correct") count[arm] += 1;
  }
  const inOrder = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
  const of = (arm: Arm): readonly TaskCount[] => inOrder.map((count) => ({ passed: count[arm], trials: count.trials }));
  return Array.from({ length: largestK(of("treatment")) }, (_, index) => ({
    k: index + 1,
    ...present({
      treatment: passHatK(of("treatment"), index + 1, `${seed}/treatment`),
      control: passHatK(of("control"), index + 1, `${seed}/control`),
    }),
  }));
}
