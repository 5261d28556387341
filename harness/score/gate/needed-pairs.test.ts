import { describe, expect, it } from "vitest";
import { chance } from "../../domain/chance.ts";
import { estimateMean } from "../estimate.ts";
import { boundsOf, countsOf } from "./betting.ts";
import { type Ends, neededPairs } from "./needed-pairs.ts";

const fixed = (values: readonly number[]): Ends => estimateMean(values, "s", [-1, 1]) ?? { low: -1, high: 1 };
const anyTime = (values: readonly number[]): Ends => {
  const ends = boundsOf(countsOf(values.map((one) => (one + 1) / 2)), { above: 0.05, below: 0.05 });
  return { low: 2 * ends.low - 1, high: 2 * ends.high - 1 };
};
const limit = 0.05;
const first = 18;

/** Pairs of which so many are worse, and as many better. */
const drawn = (seed: number, rate: number, n: number): number[] => {
  const draw = chance(seed);
  return Array.from({ length: n }, () => {
    const dice = draw();
    return dice < rate ? 1 : dice < 2 * rate ? -1 : 0;
  });
};
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

describe.each([
  ["a fixed interval", fixed],
  ["one that may be looked at after every round", anyTime],
])("the pairs that are asked for, by %s", (_, endsOf) => {
  it.each([0, 0.05])("are near what is really needed at the median, where a share of %s changes", (rate) => {
    const needed: number[] = [];
    const advised: number[] = [];
    for (let seed = 0; seed < 15; seed += 1) {
      const all = drawn(seed, rate, 4000);
      const told = (total: number): boolean => {
        const { low, high } = endsOf(all.slice(0, total));
        return low > limit || high <= limit;
      };
      if (told(first)) continue;
      let total = first;
      while (total < 4000 && !told(total)) total = Math.ceil(total * 1.1);
      needed.push(total - first);
      advised.push(neededPairs(all.slice(0, first), limit, endsOf) ?? 4000);
    }
    expect(needed.length).toBeGreaterThan(10);
    expect(median(advised)).toBeLessThan(3 * median(needed));
    expect(median(advised)).toBeGreaterThan(median(needed) / 3);
  });
});
