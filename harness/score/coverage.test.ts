import { describe, expect, test } from "vitest";
import { type Chance, chance } from "../domain/chance.ts";
import type { Estimate } from "../domain/judgement.ts";
import { chanceOf } from "./binomial.ts";
import { estimateDifference, estimateMean, estimateQuantile, estimateRatio } from "./estimate.ts";
import { passHatK } from "./pass-hat-k.ts";
import { paired } from "./testing/paired.ts";
import { wilson } from "./wilson.ts";

/** How often intervals hold the true value, by exact sums for shares and by simulation for the rest. */

const sizes = [5, 10, 20, 50];

/** Of so many samples; the share itself is then within about 3 % of its true value, twice the standard deviation at 0.95. */
const samples = 250;
const slack = 0.03;

function coverage(name: string, truth: number, draw: (random: Chance, seed: string) => Estimate | undefined): number {
  const random = chance("coverage", name);
  let held = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    const { low = 1, high = 0 } = draw(random, `${name}/${sample}`) ?? {};
    if (low <= truth + 1e-9 && truth <= high + 1e-9) held += 1;
  }
  return held / samples;
}
const list = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);
const pairs = (n: number, draw: () => { treatment: readonly number[]; control: readonly number[] }) =>
  list(n, draw).map((values, index) => ({ pair: String(index), ...values }));

const longTail = (random: Chance): number => -100 * Math.log(1 - random());

describe("Wilson's interval, over all shares from 0.005 to 0.995", () => {
  const shares = list(199, () => 0).map((_, index) => (index + 1) / 200);
  const held = (n: number, share: number): number => {
    let total = 0;
    for (let good = 0; good <= n; good += 1) {
      const { low, high } = wilson(good, n);
      if (low <= share && share <= high) total += chanceOf(good, n, share);
    }
    return total;
  };
  test.each([...sizes, 100, 400])("of %i holds 95 % on average, 89 % from 0.1 to 0.9, and 83 % at the worst", (n) => {
    const all = shares.map((share) => held(n, share));
    expect(all.reduce((sum, one) => sum + one, 0) / all.length).toBeGreaterThan(0.949);
    const middle = shares.flatMap((share, index) => (share >= 0.1 && share <= 0.9 ? [all[index] ?? 0] : []));
    expect(Math.min(...middle)).toBeGreaterThan(0.89);
    expect(Math.min(...all)).toBeGreaterThan(0.83);
  });
});

describe.each(sizes)("over %i pairs, 95 % or more", (n) => {
  test.each([
    [1, 1],
    [1, 0.95],
    [1, 0.8],
    [0.95, 0.5],
    [0.9, 0.9],
    [1, 0.02],
  ])("hold the difference of shares, control %d, treatment %d", (control, treatment) => {
    const held = coverage(`difference ${n} ${control} ${treatment}`, treatment - control, (random, seed) => {
      const yes = (share: number): readonly number[] => [random() < share ? 1 : 0];
      const drawn = pairs(n, () => ({ treatment: yes(treatment), control: yes(control) }));
      return estimateDifference("proportion", paired(drawn), seed, [0, 1]);
    });
    expect(held).toBeGreaterThan(0.95 - slack);
  });
  test("hold the mean worth of outcomes, and one that is seldom less than full", () => {
    const worth = (random: Chance): number => [1, 1, 1, 0.7, 0.4, 0][Math.floor(random() * 6)] ?? 0;
    const mean = 4.1 / 6;
    const usual = coverage(`worth ${n}`, mean, (random, seed) =>
      estimateMean(
        list(n, () => worth(random)),
        seed,
        [0, 1],
      ),
    );
    const rare = coverage(`rare ${n}`, 0.98 + 0.02 * 0.4, (random, seed) =>
      estimateMean(
        list(n, () => (random() < 0.98 ? 1 : 0.4)),
        seed,
        [0, 1],
      ),
    );
    expect(Math.min(usual, rare)).toBeGreaterThan(0.95 - slack);
  });
  test("hold pass^2 over tasks of 4 trials, of all rates", () => {
    const held = coverage(`pass ${n}`, 1 / 3, (random, seed) => {
      const tasks = list(n, () => {
        const rate = random();
        return { passed: list(4, () => random() < rate).filter(Boolean).length, trials: 4 };
      });
      return passHatK(tasks, 2, seed);
    });
    expect(held).toBeGreaterThan(0.95 - slack);
  });
  test("hold a mean without a range, unless it has a long tail: there 80 % at 5, and 85 % from 10 on", () => {
    const even = coverage(`even ${n}`, 50, (random, seed) =>
      estimateMean(
        list(n, () => 100 * random()),
        seed,
      ),
    );
    const tail = coverage(`tail ${n}`, 100, (random, seed) =>
      estimateMean(
        list(n, () => longTail(random)),
        seed,
      ),
    );
    const ratio = coverage(`ratio ${n}`, 2, (random, seed) =>
      estimateRatio(
        "mean",
        pairs(n, () => ({ treatment: [2 * longTail(random)], control: [longTail(random)] })),
        seed,
      ),
    );
    // Of five values the resamples are too alike: 92 % even of an even spread.
    expect(even).toBeGreaterThan((n < 10 ? 0.92 : 0.95) - slack);
    expect(Math.min(tail, ratio)).toBeGreaterThan((n < 10 ? 0.83 : 0.88) - slack);
  });
});

describe.each(sizes)("quantiles of %i values hold what they state, however little that is", (n) => {
  test.each([0.5, 0.95, 0.99])("the %d quantile", (q) => {
    let stated = 1;
    const held = coverage(`quantile ${n} ${q}`, -100 * Math.log(1 - q), (random) => {
      const estimate = estimateQuantile(
        list(n, () => longTail(random)),
        q,
      );
      stated = Math.min(stated, estimate?.confidence ?? 1);
      return estimate;
    });
    // Nearer to a half the simulation itself is off by more.
    expect(held).toBeGreaterThan(stated - (stated > 0.9 ? slack : 0.07));
    expect(stated).toBeLessThanOrEqual(0.95);
  });
  test("the difference of two 95 % points", () => {
    let stated = 1;
    const held = coverage(`points ${n}`, 0, (random, seed) => {
      const drawn = pairs(n, () => ({ treatment: [longTail(random)], control: [longTail(random)] }));
      const estimate = estimateDifference("p95", paired(drawn), seed);
      stated = Math.min(stated, estimate?.confidence ?? 1);
      return estimate;
    });
    expect(held).toBeGreaterThan(stated - slack);
  });
});
