import { describe, expect, it } from "vitest";
import { chance } from "../../domain/chance.ts";
import { boundsOf, countsOf, sideOf, timesToTell, wealthAbove } from "./betting.ts";

const rates = { below: 0.05, above: 0.05 };
const bound = 0.9;
const runs = 4000;

/** What a gate that looks after every round says of an agent in the end, and after how many rounds. */
function look(
  shares: readonly number[],
  draw: () => number,
  rounds = 40,
): { readonly said: string | undefined; readonly rounds: number } {
  const counts = new Map([
    [0, 0],
    [1, 0],
  ]);
  for (let round = 1; round <= rounds; round += 1) {
    for (const share of shares) {
      const value = draw() < share ? 1 : 0;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const said = sideOf(counts, bound, rates);
    if (said !== undefined) return { said, rounds: round };
  }
  return { said: undefined, rounds };
}

function simulate(shares: readonly number[], seed: string) {
  const draw = chance(seed);
  const all = Array.from({ length: runs }, () => look(shares, draw));
  const rate = (side: string | undefined): number => all.filter(({ said }) => said === side).length / runs;
  return {
    above: rate("above"),
    below: rate("below"),
    open: rate(undefined),
    rounds: all.reduce((sum, one) => sum + one.rounds, 0) / runs,
  };
}

/** What chance alone may add to a rate of 5 % over so many runs, at four standard errors. */
const slack = 4 * Math.sqrt((0.05 * 0.95) / runs);

describe("errors of a gate that looks after every round", () => {
  it.each([
    ["tasks that are alike", Array<number>(6).fill(0.9)],
    ["one task that fails more often than not", [1, 1, 1, 1, 1, 0.4]],
    ["one task", [0.9]],
    ["tasks of every kind", [0.75, 0.85, 0.9, 0.95, 0.95, 1]],
  ])("stay within what is stated exactly at the bound, where they are largest: %s", (name, shares) => {
    expect(shares.reduce((sum, one) => sum + one, 0) / shares.length).toBeCloseTo(bound, 10);
    const { above, below } = simulate(shares, name);
    expect(above).toBeLessThan(0.05 + slack);
    expect(below).toBeLessThan(0.05 + slack);
  });

  it("a fixed interval looked at as often would break that: the simulation can tell", () => {
    const draw = chance("peeking");
    let wrong = 0;
    for (let run = 0; run < 1000; run += 1) {
      let [good, n] = [0, 0];
      for (let round = 0; round < 40; round += 1) {
        for (let task = 0; task < 6; task += 1) [good, n] = [good + (draw() < bound ? 1 : 0), n + 1];
        const share = good / n;
        const half = 1.96 * Math.sqrt((share * (1 - share)) / n);
        if (share + half < bound || share - half > bound) {
          wrong += 1;
          break;
        }
      }
    }
    expect(wrong / 1000).toBeGreaterThan(0.15);
  });

  it("and it decides, early where things are plain", () => {
    const bad = simulate([0.5, 0.5, 0.5, 0.5], "bad");
    expect(bad.below).toBeGreaterThan(0.99);
    expect(bad.rounds).toBeLessThan(6);
    const good = simulate(Array<number>(6).fill(1), "good");
    expect(good.above).toBe(1);
    expect(good.rounds).toBeLessThan(11);
    expect(simulate(Array<number>(6).fill(0.98), "fair").above).toBeGreaterThan(0.8);
  });
});

describe("what is said of it", () => {
  it("the interval has the bound outside exactly when the side is told", () => {
    for (const [good, n] of [
      [60, 60],
      [57, 60],
      [30, 60],
      [0, 20],
      [20, 20],
      [3, 5],
    ] as const) {
      const counts = countsOf([...Array<number>(good).fill(1), ...Array<number>(n - good).fill(0)]);
      const { low, high } = boundsOf(counts, rates);
      expect(low).toBeLessThanOrEqual(good / n);
      expect(high).toBeGreaterThanOrEqual(good / n);
      for (const m of [0.1, 0.5, 0.8, 0.9, 0.95])
        expect(sideOf(counts, m, rates)).toBe(m < low ? "above" : m > high ? "below" : undefined);
    }
  });

  it("values between 0 and 1 are bet on too, and none tells nothing", () => {
    expect(sideOf(countsOf(Array<number>(200).fill(0.5)), 0.4, rates)).toBe("above");
    expect(wealthAbove(new Map(), 0.4)).toBeCloseTo(0, 10);
    expect(boundsOf(new Map(), rates)).toEqual({ low: expect.closeTo(0, 5), high: expect.closeTo(1, 5) });
  });

  it("how much more of the same would tell", () => {
    const counts = countsOf(Array<number>(20).fill(1));
    const times = timesToTell(counts, bound, rates) ?? Number.NaN;
    expect(sideOf(counts, bound, rates, times)).toBe("above");
    expect(sideOf(counts, bound, rates, times * 0.98)).toBeUndefined();
    expect(timesToTell(countsOf([...Array<number>(9).fill(1), 0]), bound, rates)).toBeUndefined();
  });
});
