import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Prunable, planPruning } from "./plan-pruning.ts";

const day = 86_400_000;
const runs = (...keep: readonly string[]): readonly Prunable[] =>
  ["a", "b", "c", "d"].map((id, index) => ({
    id,
    at: index * day,
    bytes: 100,
    ...(keep.includes(id) ? { keep: "a baseline" } : {}),
  }));
const gone = (...given: Parameters<typeof planPruning>): readonly string[] =>
  planPruning(...given).map(({ run, why }) => `${run.id} ${why}`);

describe("pruning", () => {
  it("takes what is older than the policy says", () => {
    expect(gone(runs(), { age: 2 * day }, 3.5 * day)).toEqual(["a too old", "b too old"]);
    expect(gone(runs("a"), { age: 2 * day }, 3.5 * day)).toEqual(["b too old"]);
  });
  it("leaves the newest so many", () => {
    expect(gone(runs(), { runs: 1 }, 9 * day)).toEqual(["a too many", "b too many", "c too many"]);
    expect(gone(runs("b"), { runs: 3 }, 9 * day)).toEqual(["a too many"]);
  });
  it("takes the oldest until the rest is small enough, and counts what must stay", () => {
    expect(gone(runs("a"), { bytes: 250 }, 9 * day)).toEqual(["b too much", "c too much"]);
    expect(gone(runs("a", "b", "c", "d"), { bytes: 1 }, 9 * day)).toEqual([]);
  });
  it("takes nothing without a policy, never what must stay, and always enough", () => {
    const run = fc.record({ at: fc.nat(1000), bytes: fc.nat(1000), kept: fc.boolean() });
    fc.assert(
      fc.property(fc.array(run), fc.nat(1000), fc.nat(9), fc.nat(5000), (list, age, count, bytes) => {
        const all = list.map(({ kept, ...one }, index) => ({
          ...one,
          id: `${index}`,
          ...(kept ? { keep: "so" } : {}),
        }));
        expect(planPruning(all, {}, 2000)).toEqual([]);
        const going = planPruning(all, { age, runs: count, bytes }, 2000).map((one) => one.run);
        expect(going.every(({ keep }) => keep === undefined)).toBe(true);
        const free = all.filter((one) => !going.includes(one) && one.keep === undefined);
        expect(free.length).toBeLessThanOrEqual(count);
        expect(free.every(({ at }) => 2000 - at <= age)).toBe(true);
        const left = all.filter((one) => !going.includes(one));
        if (free.length > 0) expect(left.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(bytes);
      }),
    );
  });
});
