import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Trial } from "../domain/trial.ts";
import { shardTrials } from "./shard-trials.ts";

const twins = (pair: string): readonly Trial[] =>
  (["control", "treatment"] as const).map((arm) => ({
    id: `${pair}/${arm}`,
    experiment: "e",
    task: "t",
    bystanders: [],
    arm,
    repeat: 1,
    cell: 0,
    pair,
  }));
const numbers = (of: number): readonly number[] => Array.from({ length: of }, (_, index) => index + 1);

describe("shards", () => {
  it("hold every trial once, twins together, whatever other trials there are", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (pairs, of) => {
        const trials = pairs.flatMap(twins);
        const shards = numbers(of).map((index) => shardTrials(trials, { index, of }));
        expect(
          shards
            .flat()
            .map(({ id }) => id)
            .sort(),
        ).toEqual(trials.map(({ id }) => id).sort());
        for (const [at, shard] of shards.entries()) {
          expect(shard.length % 2).toBe(0);
          for (const pair of new Set(shard.map((trial) => trial.pair)))
            expect(shardTrials(twins(pair), { index: at + 1, of })).toHaveLength(2);
        }
      }),
    );
  });

  it("are about as large as each other", () => {
    const trials = numbers(4000).flatMap((repeat) => twins(`stale/policies/${repeat}`));
    for (const index of numbers(4)) {
      const { length } = shardTrials(trials, { index, of: 4 });
      // 1000 pairs are expected; five standard deviations are 137.
      expect(Math.abs(length / 2 - 1000)).toBeLessThan(137);
    }
  });

  it("do not move from one version to the next", () => {
    expect(
      numbers(8).map((repeat) => shardTrials(twins(`stale/policies/${repeat}`), { index: 1, of: 2 }).length),
    ).toEqual([2, 2, 2, 0, 0, 2, 0, 0]);
  });
});
