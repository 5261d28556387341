import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quotient, ratioOf, slopeOf, spreadOf } from "./statistics.ts";

const amount = fc.double({ min: 0.001, max: 1e6, noNaN: true });

describe("spreadOf", () => {
  it("gives the median and the middle half, whatever the order", () => {
    expect(spreadOf([9, 1, 5, 3, 7])).toEqual({ median: 5, low: 3, high: 7, n: 5 });
    expect(spreadOf([4, 2])).toEqual({ median: 3, low: 2.5, high: 3.5, n: 2 });
  });
  it("lies within what was measured", () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1 }), (values) => {
        const { low, median, high } = spreadOf(values);
        const [least, most] = [Math.min(...values), Math.max(...values)];
        for (const figure of [low, median, high]) {
          expect(figure).toBeGreaterThanOrEqual(least * (1 - 1e-9));
          expect(figure).toBeLessThanOrEqual(most * (1 + 1e-9));
        }
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});

describe("ratioOf", () => {
  it("does not see what slows down whole rounds", () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1 }), amount, (slowdowns, twice) => {
        const theirs = slowdowns.map((factor) => 100 * factor);
        expect(
          ratioOf(
            theirs.map((value) => value * twice),
            theirs,
          ).median / twice,
        ).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe("quotient", () => {
  const spread = (low: number, median: number, high: number) => ({ low, median, high, n: 3 });
  it("divides medians and keeps open what the spreads leave open", () => {
    expect(quotient(spread(10, 20, 30), spread(50, 80, 100))).toEqual({ median: 0.25, low: 0.1, high: 0.6, n: 3 });
  });
  it("cannot tell when one side is not above nothing", () => {
    expect(quotient(spread(-5, -1, 3), spread(50, 80, 100)).median).toBeNaN();
    expect(quotient(spread(10, 20, 30), spread(-9, 0, 9)).median).toBeNaN();
    expect(quotient(spread(10, 20, 30), spread(-9, 10, 19)).high).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("slopeOf", () => {
  it("finds the growth of a line, and none where nothing can be said", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (growth) => {
        const points = [1000, 2000, 5000].map((x) => [x, 7 + growth * x] as const);
        expect(slopeOf(points)).toBeCloseTo(growth, 6);
      }),
    );
    expect(slopeOf([[1, 5]])).toBe(0);
    expect(slopeOf([])).toBe(0);
  });
});
