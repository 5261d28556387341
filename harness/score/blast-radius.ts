import { type BlastRadiusResult, divergenceOf, type Touched } from "../domain/divergence.ts";
import type { Pair } from "../domain/pair.ts";

/** Sums up what the faults of an experiment reached. Whole numbers only: the order of arrival has no say, and halves add up. */
export interface BlastRadiusCollector {
  see(pair: Pair): void;
  finish(): BlastRadiusResult;
}

/** Places that are told. */
const most = 5;

export function openBlastRadius(): BlastRadiusCollector {
  const sums = { pairs: 0, parted: 0, rejoined: 0, late: 0, answerChanged: 0, effectsChanged: 0, outcomeChanged: 0 };
  const where = new Map<string, BlastRadiusResult["where"][number]>();
  const beyond = new Map<string, Touched & { readonly pairs: number }>();
  const bystanders = new Map<string, number>();
  const afterwards = new Map<string, number>();
  const faulted = new Set<string>();

  return {
    see({ treatment, control }) {
      const one = divergenceOf(treatment, control);
      sums.pairs += 1;
      sums.parted += Number(one.parted !== undefined);
      sums.rejoined += Number(one.rejoined !== undefined);
      sums.late += Number(one.late);
      sums.answerChanged += Number(one.answerChanged);
      sums.effectsChanged += Number(one.effectsChanged);
      sums.outcomeChanged += Number(one.outcome !== undefined);
      for (const name of one.faulted) faulted.add(name);
      for (const task of one.bystanders) bystanders.set(task, (bystanders.get(task) ?? 0) + 1);
      for (const task of one.afterwards) afterwards.set(task, (afterwards.get(task) ?? 0) + 1);
      if (one.parted && one.parted.change !== "same") {
        const { address, change } = one.parted;
        const key = `${address} ${change}`;
        where.set(key, { address, change, pairs: (where.get(key)?.pairs ?? 0) + 1 });
      }
      for (const { dependency, extra, missing, changed } of one.beyond) {
        const sum = beyond.get(dependency);
        beyond.set(dependency, {
          dependency,
          pairs: (sum?.pairs ?? 0) + 1,
          extra: (sum?.extra ?? 0) + extra,
          missing: (sum?.missing ?? 0) + missing,
          changed: (sum?.changed ?? 0) + changed,
        });
      }
    },
    finish: () => ({
      ...sums,
      where: [...where]
        .sort(([a, one], [b, other]) => other.pairs - one.pairs || (a < b ? -1 : 1))
        .slice(0, most)
        .map(([, place]) => place),
      faulted: [...faulted].sort(),
      beyond: inOrder(beyond).map(([, touched]) => touched),
      bystanders: inOrder(bystanders).map(([task, pairs]) => ({ task, pairs })),
      afterwards: inOrder(afterwards).map(([task, pairs]) => ({ task, pairs })),
    }),
  };
}

const inOrder = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));
