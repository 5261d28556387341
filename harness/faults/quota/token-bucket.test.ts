import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

const schedule = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 20_000 }), units: fc.integer({ min: 0, max: 400 }) }),
  {
    minLength: 1,
    maxLength: 60,
  },
);

describe("TokenBucket", () => {
  it("never admits more over any window than its burst and what refills in it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom(0.25, 0.5, 1, 2),
        schedule,
        (perMinute, burst, calls) => {
          const bucket = new TokenBucket(perMinute, burst, 0);
          const admitted: { at: number; units: number }[] = [];
          let now = 0;
          for (const { after, units } of calls) {
            now += after;
            if (bucket.waitFor(units, now) > 0) continue;
            bucket.take(units, now);
            admitted.push({ at: now, units });
          }
          for (const [from, first] of admitted.entries()) {
            let total = 0;
            for (const { at, units } of admitted.slice(from)) {
              total += units;
              expect(total).toBeLessThanOrEqual(perMinute * burst + (perMinute * (at - first.at)) / 60_000 + 1e-9);
            }
          }
        },
      ),
    );
  });

  it("announces the shortest wait after which the call is admitted", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), schedule, (perMinute, calls) => {
        const bucket = new TokenBucket(perMinute, 1, 0);
        let now = 0;
        for (const { after, units } of calls) {
          now += after;
          const wait = bucket.waitFor(units, now);
          if (wait === 0) bucket.take(units, now);
          else if (units > perMinute) expect(wait).toBe(Number.POSITIVE_INFINITY);
          else {
            expect(bucket.waitFor(units, now + wait - 1)).toBeGreaterThan(0);
            expect(bucket.waitFor(units, now + wait)).toBe(0);
            now += wait;
          }
        }
      }),
    );
  });

  it("refills continuously and not at the turn of a minute", () => {
    const bucket = new TokenBucket(60, 1, 0);
    bucket.take(60, 0);
    expect(bucket.waitFor(1, 0)).toBe(1000);
    expect(bucket.free(10_000)).toBe(10);
    expect(bucket.free(1_000_000)).toBe(60);
  });
});
