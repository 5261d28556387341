import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { between, chance } from "../domain/chance.ts";
import { bootstrapSums } from "./bootstrap.ts";
import { estimate, estimateDifference, estimateRatio } from "./estimate.ts";
import { neededTrials } from "./needed-trials.ts";
import { quantile, quantileInterval } from "./quantile.ts";
import { paired } from "./testing/paired.ts";
import { wilson } from "./wilson.ts";

describe("Wilson's interval", () => {
  test("meets published values", () => {
    const near = ({ low, high }: { low: number; high: number }) => [low.toFixed(4), high.toFixed(4)];
    expect(near(wilson(20, 20))).toEqual(["0.8389", "1.0000"]);
    expect(near(wilson(0, 10))).toEqual(["0.0000", "0.2775"]);
    // Newcombe 1998: 81 of 263 and 15 of 148.
    expect(near(wilson(81, 263))).toEqual(["0.2553", "0.3662"]);
    expect(near(wilson(15, 148))).toEqual(["0.0624", "0.1605"]);
  });
  test.each([0.5, 0.8, 0.95])("covers a true rate of %f about 95 times in 100", (rate) => {
    const random = chance("wilson", rate);
    let covered = 0;
    for (let run = 0; run < 4000; run += 1) {
      let good = 0;
      for (let trial = 0; trial < 40; trial += 1) if (random() < rate) good += 1;
      const { low, high } = wilson(good, 40);
      if (low <= rate && rate <= high) covered += 1;
    }
    expect(covered / 4000).toBeGreaterThan(0.925);
    expect(covered / 4000).toBeLessThan(0.985);
  });
  test("holds the estimate, stays in range and narrows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const good = Math.floor(share * n);
        const { low, high } = wilson(good, n);
        expect(low).toBeLessThanOrEqual(good / n);
        expect(high).toBeGreaterThanOrEqual(good / n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        const wide = wilson(good * 4, n * 4);
        expect(wide.high - wide.low).toBeLessThan(high - low);
      }),
    );
  });
});

test("neededTrials names the first number that decides", () => {
  const more = neededTrials(20, 20, 0.95) ?? 0;
  expect(wilson(20 + more, 20 + more).low).toBeGreaterThanOrEqual(0.95);
  expect(wilson(19 + more, 19 + more).low).toBeLessThan(0.95);
  const down = neededTrials(14, 20, 0.9) ?? 0;
  expect(wilson(0.7 * (20 + down), 20 + down).high).toBeLessThan(0.9);
  expect(neededTrials(9, 10, 0.9)).toBeUndefined();
});

describe("quantiles", () => {
  test("are values of the sample", () => {
    const list = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(quantile(list, 0.95)).toBe(19);
    expect(quantile(list, 0.5)).toBe(10);
    expect(quantile([4], 0.95)).toBe(4);
  });
  test("intervals cover the true median about 95 times in 100 or more", () => {
    const random = chance("median");
    let covered = 0;
    for (let run = 0; run < 2000; run += 1) {
      const sorted = Array.from({ length: 41 }, () => random()).sort((a, b) => a - b);
      const { low, high } = quantileInterval(sorted, 0.5);
      if (low <= 0.5 && 0.5 <= high) covered += 1;
    }
    expect(covered / 2000).toBeGreaterThan(0.94);
    expect(covered / 2000).toBeLessThan(0.995);
  });
  test("the order-statistic ranks of the median of 41 are 14 and 28", () => {
    expect(
      quantileInterval(
        Array.from({ length: 41 }, (_, index) => index + 1),
        0.5,
      ),
    ).toEqual({ low: 14, high: 28, confidence: 0.95 });
  });
  test("say how little the largest of a few values bounds a high quantile", () => {
    const list = Array.from({ length: 20 }, (_, index) => index + 1);
    const { high, confidence } = quantileInterval(list, 0.95);
    // The largest of 20 is at the 95 % point or beyond in 1 − 0.95²⁰ of the samples, less what the lower end misses.
    expect(high).toBe(20);
    expect(confidence).toBeLessThan(1 - 0.95 ** 20);
    expect(confidence).toBeGreaterThan(1 - 0.95 ** 20 - 0.025);
    expect(quantileInterval([7], 0.5)).toEqual({ low: 7, high: 7, confidence: 0 });
    expect(
      quantileInterval(
        Array.from({ length: 100 }, (_, index) => index),
        0.95,
      ).confidence,
    ).toBe(0.95);
  });
});

describe("the bootstrap", () => {
  test("gives the same interval for the same seed, and another for another", () => {
    const values = [1, 5, 2, 8, 3, 9, 4, 4, 7, 1];
    const of = (seed: string) => estimate("mean", values, seed);
    expect(of("a")).toEqual(of("a"));
    expect(of("a")).not.toEqual(of("b"));
  });
  test("covers a true mean about 93 times in 100 at n = 40", () => {
    const random = chance("bootstrap");
    let covered = 0;
    for (let run = 0; run < 400; run += 1) {
      const values = Array.from({ length: 40 }, () => between(random, 0, 100));
      const interval = estimate("mean", values, `s${run}`);
      if (interval && interval.low <= 50 && interval.high >= 50) covered += 1;
    }
    expect(covered / 400).toBeGreaterThan(0.89);
    expect(covered / 400).toBeLessThan(0.99);
  });
  test("leaves out resamples without a figure", () => {
    const { low, high } = bootstrapSums([[1, 0, 0]], 3, "x", ([sum = 0]) => (sum === 0 ? Number.NaN : 1));
    expect([low, high]).toEqual([1, 1]);
  });
  test("by blocks of many pairs is as wide as the normal law says", () => {
    const random = chance("blocks");
    const values = Array.from({ length: 20_000 }, () => random());
    const { value = 0, low = 0, high = 0 } = estimate("mean", values, "s") ?? {};
    const half = (1.96 * Math.sqrt(1 / 12)) / Math.sqrt(20_000);
    expect((high - value) / half).toBeGreaterThan(0.85);
    expect((high - value) / half).toBeLessThan(1.15);
    expect((value - low) / half).toBeGreaterThan(0.85);
    expect((value - low) / half).toBeLessThan(1.15);
  });
  test("of a range is never narrower than what was not seen leaves open", () => {
    const alike = estimate("mean", [1, 1, 1, 1, 1], "s", [0, 1]);
    expect(alike?.low).toBeCloseTo(wilson(5, 5).low, 12);
    expect(alike?.high).toBe(1);
    const difference = estimateDifference("mean", paired([{ treatment: [1], control: [1] }]), "s", [0, 1]);
    expect(difference).toMatchObject({ value: 0, n: 1 });
    expect(difference?.low).toBeCloseTo(-0.793, 3);
    expect(difference?.high).toBeCloseTo(0.793, 3);
  });
  test("of a difference keeps pairs together", () => {
    const pairs = [1, 50, 3, 400].map((value) => ({ pair: String(value), treatment: [value + 2], control: [value] }));
    expect(estimateDifference("mean", paired(pairs), "s")).toMatchObject({ value: 2, low: 2, high: 2, n: 4 });
    expect(estimateDifference("max", paired(pairs), "s")).toBeUndefined();
    expect(estimateDifference("mean", paired([]), "s")).toBeUndefined();
  });
  test("values that are all alike have no width", () => {
    expect(estimate("mean", [3, 3, 3], "s")).toMatchObject({ value: 3, low: 3, high: 3, n: 3 });
  });
  test("ratios keep pairs together and have none over 0", () => {
    const pairs = [1, 2, 3, 4].map((value) => ({ pair: String(value), treatment: [value * 2], control: [value] }));
    expect(estimateRatio("mean", pairs, "s")).toMatchObject({ value: 2, low: 2, high: 2, n: 4 });
    expect(estimateRatio("mean", [{ pair: "a", treatment: [1], control: [0] }], "s")).toBeUndefined();
  });
});
