import { describe, expect, it } from "vitest";
import { type Chance, chance } from "../../domain/chance.ts";
import { changePoints, type Night } from "./change-points.ts";
import { fisher } from "./fisher.ts";

const draw = (random: Chance, n: number, rate: number): number => {
  let count = 0;
  for (let i = 0; i < n; i += 1) if (random() < rate) count += 1;
  return count;
};
const series = (random: Chance, nights: number, n: number, rate: (night: number) => number): readonly Night[] =>
  Array.from({ length: nights }, (_, night) => ({ count: draw(random, n, rate(night)), n }));

/** Upper end of what a share of `level` gives in so many draws, in all but one case in ten thousand. */
const atMost = (level: number, draws: number): number =>
  level * draws + 3.72 * Math.sqrt(level * (1 - level) * draws) + 1;

/** Nights with a false alarm, over histories of 100 nights without any change. */
function falseAlarms(name: string, level: number, rate: (random: Chance) => number, histories = 200): number {
  let said = 0;
  for (let history = 0; history < histories; history += 1) {
    const random = chance(name, history);
    said += changePoints(
      series(random, 100, 20, () => rate(random)),
      level,
    ).length;
  }
  return said;
}

describe("Fisher's test", () => {
  it("gives the figures of the textbook", () => {
    // The lady tasting tea, 4 of 4: 1/70 on one side. Fisher, The Design of Experiments (1935), II.
    expect(fisher(0, 4, 4, 4)).toBeCloseTo(2 / 70, 9);
    // 3 of 4: 17/70 on one side.
    expect(fisher(1, 4, 3, 4)).toBeCloseTo(34 / 70, 9);
    expect(fisher(50, 100, 5, 10)).toBe(1);
    expect(fisher(0, 100, 0, 10)).toBe(1);
  });
  it("stays exact for large counts", () => {
    // All four of 1200 in the last twenty: 20·19·18·17 ÷ 1200·1199·1198·1197.
    expect(fisher(0, 1180, 4, 20)).toBeCloseTo((2 * 20 * 19 * 18 * 17) / (1200 * 1199 * 1198 * 1197), 15);
  });
});

describe("a change of a rate", () => {
  it.each([0.02, 0.5, 0.95])("is said of an unchanged rate of %d no more often than stated", (rate) => {
    // 200 histories of 99 nights that could say it.
    for (const level of [0.05, 0.01])
      expect(falseAlarms(`same ${rate}`, level, () => rate)).toBeLessThanOrEqual(atMost(level, 19_800));
  });

  it("is said so often that the statement can be told from nothing", () => {
    expect(falseAlarms("same 0.5", 0.05, () => 0.5)).toBeGreaterThan(100);
  });

  it("is not said of nights that scatter, more often than stated", () => {
    // Good nights and bad nights: 0.6 or 0.9 with the same chance.
    const alarms = falseAlarms("scatter", 0.01, (random) => (random() < 0.5 ? 0.6 : 0.9));
    expect(alarms).toBeLessThanOrEqual(atMost(0.01, 19_800));
  });

  it("is said the morning after, with the night at which it came", () => {
    let atOnce = 0;
    let right = 0;
    for (let history = 0; history < 200; history += 1) {
      const nights = series(chance("planted", history), 100, 20, (night) => (night < 59 ? 0.95 : 0.4));
      const found = changePoints(nights, 1e-5).find(({ said }) => said >= 59);
      if (found?.said === 59) atOnce += 1;
      if (found?.since === 59) right += 1;
    }
    expect(atOnce).toBeGreaterThan(180);
    expect(right).toBeGreaterThan(180);
  });

  it("that is small takes more nights, and is still found", () => {
    let found = 0;
    for (let history = 0; history < 100; history += 1) {
      const nights = series(chance("small", history), 80, 20, (night) => (night < 59 ? 0.95 : 0.8));
      if (changePoints(nights, 1e-5).some(({ said }) => said >= 59)) found += 1;
    }
    expect(found).toBeGreaterThan(90);
  });

  it("is found again when it is mended", () => {
    const nights = [
      ...Array.from({ length: 20 }, () => ({ count: 20, n: 20 })),
      ...Array.from({ length: 10 }, () => ({ count: 8, n: 20 })),
      ...Array.from({ length: 5 }, () => ({ count: 20, n: 20 })),
    ];
    expect(changePoints(nights, 1e-4).map(({ since, said }) => [since, said])).toEqual([
      [20, 20],
      [30, 30],
    ]);
  });

  it("is not said of too few nights or of nothing", () => {
    expect(changePoints([], 0.5)).toEqual([]);
    expect(changePoints([{ count: 3, n: 5 }], 0.5)).toEqual([]);
  });
});
